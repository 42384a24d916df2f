"""The law as data: what applied on which day, in which unit, and according to which text."""
