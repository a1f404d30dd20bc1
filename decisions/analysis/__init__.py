"""Comparing options: pure arithmetic over frozen dataclasses. No Django, no database."""
