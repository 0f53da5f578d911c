"""What commands know of a deployed pipeline."""
