"""Products for everybody: by the code that stands on them."""
