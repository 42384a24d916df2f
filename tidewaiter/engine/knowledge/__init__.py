"""What the engine knows of words, brands and recalled goods: tables that come with the book."""
