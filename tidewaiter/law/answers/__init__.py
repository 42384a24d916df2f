"""What the law answers to somebody who has declared the facts of a trade."""
