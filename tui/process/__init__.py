"""The processes of a board and a receiver: how they start, talk, wait and leave."""
