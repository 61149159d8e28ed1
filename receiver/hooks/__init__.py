"""The URL that a provider calls, as its account has it: read and set over its API."""
