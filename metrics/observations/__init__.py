"""What was observed, and every figure that is made of it."""
