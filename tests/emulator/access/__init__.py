"""IAM at the door."""
