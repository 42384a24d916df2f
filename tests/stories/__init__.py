"""Whole stories: from messages to receipts, through everything in between."""
