"""Comparing options: pure arithmetic over frozen dataclasses and arrays. No Django, no database.

Arrays have the options on one axis (n) and the criteria on the next (K). Most functions take further axes in front:
draws of a simulation, versions of many records. `problem` checks the input once; what comes after trusts it.
"""
