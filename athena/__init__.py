"""Athena on a laptop: the API, the SQL and the catalog, over Parquet files. Knows no cost data."""
