"""Lists that parties are screened against, and hits on them."""
