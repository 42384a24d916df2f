"""Applications as forms of several pages, made of what a kind of docket declares."""
