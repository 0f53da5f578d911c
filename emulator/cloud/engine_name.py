"""Which engine runs Athena's SQL."""

from enum import StrEnum


class EngineName(StrEnum):
    """What `--engine` accepts."""

    DUCKDB = "duckdb"
    TRINO = "trino"
