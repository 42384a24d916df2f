"""A simulated harbour: firms, buyers, goods and frauds with known truth, written as real messages."""
