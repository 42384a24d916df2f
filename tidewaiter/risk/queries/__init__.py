"""What others ask about decisions, quota and what is known beforehand."""
