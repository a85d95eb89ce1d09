"""Benchmarks of the judge against an endpoint on this machine: ``python -m benchmarks.judge``."""
