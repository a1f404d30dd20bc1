"""What a metric means: the tables of the dictionary, what an entry must hold, units in words."""
