"""The foundations that every capability stands on."""
