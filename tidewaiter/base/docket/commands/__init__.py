"""What can be done with the file of a proceeding."""
