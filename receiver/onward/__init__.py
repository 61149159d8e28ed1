"""Captures are sent on to apps: by a process of its own, in order, and what came of it is kept."""
