"""Results: what a statement hands back, and the objects in S3 that Athena makes of it."""
