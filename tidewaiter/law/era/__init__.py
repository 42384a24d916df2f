"""What a pack says between two of its changes, made once and shared by all days between."""
