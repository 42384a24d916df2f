"""Names to screen: clean ones that nobody bears, and listed ones written in other ways."""
