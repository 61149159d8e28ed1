"""What the user has set: files, environment and flags, and each value in its type."""
