"""Benchmarks: ratios of two ways to do the same work, measured side by side in one run.

Machines differ and are shared, so a ratio says more than seconds do. `make bench` prints a table and writes the same rows to
``bench/results/latest.json``.
"""
