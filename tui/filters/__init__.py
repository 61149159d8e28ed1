"""Filters as they are typed, searched with, and kept under a name."""
