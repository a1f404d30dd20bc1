"""What takes several actions at once: proposing, deciding, adapting."""
