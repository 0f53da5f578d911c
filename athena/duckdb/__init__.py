"""Athena SQL on the embedded engine, DuckDB."""
