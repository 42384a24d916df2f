"""Clients of other people's systems."""
