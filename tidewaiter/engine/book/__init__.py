"""The rule book: one document per rule, by family."""
