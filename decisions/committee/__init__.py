"""Committees: proposing, votes on exactly one version, what follows from them; meetings and their minutes."""
