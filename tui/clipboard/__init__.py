"""What leaves the board by copying."""
