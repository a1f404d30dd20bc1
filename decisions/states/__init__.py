"""How records, versions, cases, reviews, meetings and votes may stand and move: tables alone. Pure."""
