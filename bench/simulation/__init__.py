"""Ranking figures compared by the people they find in simulated contact centres whose true CSAT is known.

``python -m bench.simulation [--seed N] [--centres N]`` prints the tables of docs/adr/0032-months-in-the-comparison.md. Nothing
is timed.
"""
