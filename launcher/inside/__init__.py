"""Scripts that `launcher` runs with the environment's own Python, since they need its packages."""
