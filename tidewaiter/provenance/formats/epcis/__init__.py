"""Trace events in EPCIS 2.0 JSON-LD: read with what is wrong, hashed, and written again."""
