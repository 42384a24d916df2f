"""Papers judged by their bytes, and copied without what nobody needs to know."""
