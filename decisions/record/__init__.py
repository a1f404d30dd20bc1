"""The record itself: its row, who may see and write it, its lock, its events, its row in lists."""
