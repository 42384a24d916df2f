"""The form of the files of a law pack: which keys an entry has, and of which kind each is."""
