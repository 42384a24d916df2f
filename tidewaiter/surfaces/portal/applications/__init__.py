"""Applications under way: a form of several pages that is kept until it is sent."""
