"""The metric dictionary as people read and edit it."""
