"""What may be asked of a store, one noun a file."""
