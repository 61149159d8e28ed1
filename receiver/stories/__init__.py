"""Callbacks of our own making: samples, the stories that lifecycles tell, and how they are signed."""
