"""Triggers: the machine that says what their condition is, and what it would have said."""
