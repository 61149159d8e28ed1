"""What is kept and taken away, because somebody asks or because it is time."""
