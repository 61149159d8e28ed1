"""Measurements: ratios in one run, by hand and by `make bench`; nothing here is a test."""
