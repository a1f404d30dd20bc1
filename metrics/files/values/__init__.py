"""From columns of text to what they mean: what a file proves is read, the rest is asked. Pure; no Django."""
