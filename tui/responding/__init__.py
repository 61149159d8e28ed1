"""What providers are answered, if not 200."""
