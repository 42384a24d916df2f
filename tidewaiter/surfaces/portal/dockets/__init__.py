"""Proceedings as their parties see them: one page for every kind."""
