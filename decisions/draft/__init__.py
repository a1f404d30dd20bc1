"""The draft of a record: loaded at once, laid out, saved one unit at a time."""
