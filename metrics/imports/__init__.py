"""A file on its way in: mapped, previewed, imported, and traced back to its rows."""
