"""What the law says, put into words for the shell and into plain data for machines."""
