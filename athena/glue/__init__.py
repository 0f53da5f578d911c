"""The Glue catalog as engines read it, and what statements write to it."""
