"""Scorers and benchmarks: gold and readings in, tables of figures out."""
