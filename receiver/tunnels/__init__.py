"""The tunnels, one a file."""
