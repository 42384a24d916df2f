"""For officers: what arrives, why it was decided so, and the way to decide otherwise."""
