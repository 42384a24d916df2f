"""The desk of the law: proposals, their text, and what may be done with them."""
