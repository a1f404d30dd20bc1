"""Where the desk gets data itself: addresses and databases, on a schedule."""
