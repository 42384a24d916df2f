"""The wire formats of declared messages, typed, to read and to write, without storage."""
