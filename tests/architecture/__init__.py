"""What must stay true of the whole tree, whoever writes in it."""
