"""From a file's bytes to a table of texts: what the bytes prove is read, what they do not prove is asked."""
