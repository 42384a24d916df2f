"""The checker of rule documents: what is wrong, at which line and column, and what to do."""
