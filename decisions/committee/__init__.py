"""Rounds: a vote on exactly one version, by its hash."""
