"""The design system and the small helpers that all surfaces share."""
