"""Frozen versions: what was decided, how it stands, and what differs."""
