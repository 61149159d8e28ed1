"""What is taken out of one store, and brought into another."""
