"""Everything that may be done with a proposal, a comment and a notice."""
