"""Numbers of many events, and charts of them."""
