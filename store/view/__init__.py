"""How readings enter the view and leave it again, with all that is counted of them."""
