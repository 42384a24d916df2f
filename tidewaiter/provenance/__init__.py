"""Where goods come from: products, facilities, test reports, trace events, the grade of a chain."""
