"""Checking a file against what was given out."""
