"""Filters of the kit's templates."""
