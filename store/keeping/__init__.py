"""What keeps a log small: captures are packed, and the oldest are taken away."""
