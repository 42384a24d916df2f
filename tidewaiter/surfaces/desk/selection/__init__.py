"""What offices can inspect, how they choose it, and how well that works."""
