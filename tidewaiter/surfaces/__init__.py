"""How the world reaches us: one package per audience, and what they share."""
