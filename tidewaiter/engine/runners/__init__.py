"""What runs the compiled statements."""
