"""What a chain shows and what contradicts itself in it: statements over all products at once."""
