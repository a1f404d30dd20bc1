"""Measurements, as ratios in one run: `desk.py bench`. One module for each row; `rows` lists them."""
