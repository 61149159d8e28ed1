"""What can be done here and now, and how one finds it."""
