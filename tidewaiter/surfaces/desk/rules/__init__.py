"""The desk of the rule book: rules, their versions, trials, quiet rules, priority areas."""
