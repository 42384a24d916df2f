"""Stories that cross capabilities, one file per story."""
