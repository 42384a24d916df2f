"""What the law demands of a change of the law: four eyes, only the future, heard and announced."""
