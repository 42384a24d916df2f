"""Links spellings of one address, consignee or seller into clusters, and says why; pure."""
