"""What can be done with a draft, one small atomic function each. Doors call these; these check rights and gates."""
