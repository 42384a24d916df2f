"""A simulated harbour: firms, buyers, goods and frauds with known truth, as real messages."""
