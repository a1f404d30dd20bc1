"""Cases: what people handle when a trigger fires."""
