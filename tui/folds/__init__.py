"""Rows that fold, and what is found in them."""
