"""Geometry of the decision's pictures: numbers in, coordinates out. Pure; templates draw them as SVG."""
