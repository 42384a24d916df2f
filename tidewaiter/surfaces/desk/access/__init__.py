"""The review of applications to trade."""
