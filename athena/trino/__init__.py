"""Athena SQL on Trino, the engine under Athena."""
