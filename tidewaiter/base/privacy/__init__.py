"""Personal data is sealed where it rests, found by blind indexes and shown masked."""
