"""Open-source software with which a state supervises cross-border e-commerce."""
