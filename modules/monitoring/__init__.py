"""Whether data is fresh and whole, and who is told if not."""
