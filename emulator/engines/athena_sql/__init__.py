"""Athena SQL for an engine that isn't Trino: what a query means, in DuckDB's words.

`parsing` reads Trino's grammar, `translation` gives every expression its Trino type and writes DuckDB
SQL, `macros.sql` holds what DuckDB lacks. What has no rule is refused: nothing is passed on in the
hope that it means the same.
"""

from emulator.engines.athena_sql.statement import Read, Translation, translated

__all__ = ["Read", "Translation", "translated"]
