"""Filters: what may be written, which fields there are, and what SQLite cannot tell by itself."""
