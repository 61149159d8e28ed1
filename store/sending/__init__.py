"""What was sent on to somebody else, what came back, and what comes next."""
