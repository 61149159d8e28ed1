"""The receiver: it stores what providers call, and reads what it meant."""
