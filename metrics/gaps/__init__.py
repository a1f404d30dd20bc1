"""What data lack: found by imports, or written down by a person."""
