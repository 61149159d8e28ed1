"""What is drawn, whatever it is about: lines, lists to choose from, charts, and where they end."""
