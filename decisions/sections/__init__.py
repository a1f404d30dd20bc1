"""What a record consists of: one file per kind of section, and the registry that everything else asks."""
