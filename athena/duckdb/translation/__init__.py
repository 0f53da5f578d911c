"""What a parsed query means, and the same meaning in DuckDB's SQL.

One walk over the tree resolves names, gives every expression its Trino type, refuses what Trino
refuses and writes DuckDB SQL. What has no rule here is refused: nothing is passed through in the hope
that it means the same. A file knows one family of nodes and registers
its rules, by its import, with the functions of `context.py`.
"""

from athena.duckdb.translation import (
    bodies,
    calls,
    conditionals,
    containers,
    conversions,
    literals,
    names,
    operators,
    predicates,
    relations,
    selects,
    subqueries,
)
from athena.duckdb.translation.context import QueryContext
from athena.duckdb.translation.queries import translate_query

__all__ = [
    "QueryContext",
    "bodies",
    "calls",
    "conditionals",
    "containers",
    "conversions",
    "literals",
    "names",
    "operators",
    "predicates",
    "relations",
    "selects",
    "subqueries",
    "translate_query",
]
