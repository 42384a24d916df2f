"""Files of lists, read into one shape."""
