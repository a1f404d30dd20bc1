"""Rates of exchange: tables that somebody gave with a source and a day, and which rates imports have used."""
