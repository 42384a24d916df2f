"""The file of a proceeding, tried with the smallest kind that has everything."""
