"""From columns of text to what they mean: what a file proves is read, what it does not prove is asked. Pure; no Django."""
