"""Where data come from: sources, kept files, imports and runs. Tables only."""
