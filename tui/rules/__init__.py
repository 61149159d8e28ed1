"""What the board watches for, and what it does then."""
