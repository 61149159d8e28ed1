"""How the world reaches the receiver: which tunnel, what it is, how it runs, and as what it is known."""
