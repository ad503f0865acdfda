"""Benchmarks: ratios, never bare seconds."""
