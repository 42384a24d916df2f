"""Refusals, lives, references and money: the pure words in which everything else is said."""
