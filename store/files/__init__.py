"""The files of a store: where they are and who holds them, of which format, and what is left of a damaged one."""
