"""One module for each command of `desk.py`, each with a `run` that returns the exit code."""
