"""What the law says on one day, as things that never change."""
