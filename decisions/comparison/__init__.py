"""Options compared: levels, scenarios, what flips the choice, and how it is drawn."""
