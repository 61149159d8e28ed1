"""What was counted of a time, as pictures, tables and words."""
