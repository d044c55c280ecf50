"""Measurements: `make bench` prints one table and writes it to benchmarks/results/."""
