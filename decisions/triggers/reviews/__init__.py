"""Reviews: planned, opened, held, concluded."""
