"""What the application calls itself."""

APPLICATION = "Partner Desk"
"""The name of our connections to the database, by which it knows who wrote a row."""
