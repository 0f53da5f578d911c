"""What got stuck in a deployed pipeline, and how it goes on: `python -m costs redrive`."""
