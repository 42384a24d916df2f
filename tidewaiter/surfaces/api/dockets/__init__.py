"""Proceedings for machines: the same files, moves and refusals as on the pages."""
