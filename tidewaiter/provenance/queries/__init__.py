"""What others ask about products and their chains."""
