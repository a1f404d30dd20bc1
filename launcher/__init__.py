"""What `desk.py` does. The standard library alone: it runs before anything is installed.

`inside/` is the exception: scripts that are run with the environment's own Python, for its packages.
"""
