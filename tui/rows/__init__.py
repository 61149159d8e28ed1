"""The lists of the board: what they ask the store for, in which order and which columns."""
