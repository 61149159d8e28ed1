"""Taking away what was captured: formats, what is left out of them, and the file that they land in."""
