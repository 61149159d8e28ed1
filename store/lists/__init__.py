"""Lists of any length: which rows are wanted, which stand where, and in what order."""
