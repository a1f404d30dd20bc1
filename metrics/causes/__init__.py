"""Gaps as work: what they weaken, who answers for them, what can be done about them, and how it is taken back."""
