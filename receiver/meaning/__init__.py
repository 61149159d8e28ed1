"""What one capture means: whose it is, whether it is theirs, and what is odd about it."""
