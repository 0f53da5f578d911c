"""The crawler: its API, and its work from the queue to the catalog."""
