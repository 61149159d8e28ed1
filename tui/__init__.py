"""What people see: the board and the command line."""
