"""What adapters share: how payloads are read, and what their codes, numbers and words mean."""
