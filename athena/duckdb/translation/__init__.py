"""What a parsed query means, and the same meaning in DuckDB's SQL.

One walk over the tree resolves names, gives every expression its Trino type, refuses what Trino
refuses and writes DuckDB SQL. What has no rule here is refused: nothing is passed through in the hope
that it means the same.
"""
