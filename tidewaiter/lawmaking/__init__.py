"""How the law as data is changed: proposals, their review, consultation and announcement."""
