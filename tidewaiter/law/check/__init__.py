"""Holds a law pack against itself, so that what nobody could rely on is found before it applies."""
