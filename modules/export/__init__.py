"""What AWS is asked to deliver."""
