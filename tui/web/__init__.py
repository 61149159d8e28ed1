"""The board for a browser on this machine: who may come in, what is served, and a process for each tab."""
