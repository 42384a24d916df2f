"""The steps of the engine, one SQL file each, every column documented in its head."""
