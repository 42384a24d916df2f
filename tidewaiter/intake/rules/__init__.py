"""Rules that one document can break by itself, and what a repeated document means."""
