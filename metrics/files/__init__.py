"""Files before they mean anything: kept, looked at, turned into tables, read."""
