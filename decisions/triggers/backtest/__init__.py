"""What a trigger would have done."""
