"""Duties of one consignment or a million: the same expressions, one file for each regime."""
