"""The machine behind triggers. Pure; no Django."""
