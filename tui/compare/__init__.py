"""Two requests compared."""
