"""The law as a public register: its kinds of entry, what points where, and what changes when."""
