"""Products at the desk: the list, a chain with its contradictions, a report beside its checks."""
