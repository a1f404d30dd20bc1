"""From a file to measured rows: what it holds, what it lacks. Pandas and numpy; no database."""
