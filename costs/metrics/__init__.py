"""What a day cost, for Prometheus."""
