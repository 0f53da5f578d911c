"""A whole statement: its DuckDB SQL, its result columns, and what it reads of which table."""

from dataclasses import dataclass
from datetime import datetime

from athena.duckdb.translation import QueryContext, translate_query
from athena.duckdb.translation.session import WHOLE, FindTable, Session
from athena.engine import Statement
from athena.errors import SqlError, unsupported
from athena.sql import parse_query, tree
from athena.sql.lexer import Name, query_tokens
from athena.tables import CatalogTable
from athena.types import Type

NOT_QUERIES = ("EXPLAIN", "SHOW", "DESCRIBE", "EXECUTE")


@dataclass(frozen=True)
class Read:
    """A table in FROM. `view` is what the SQL calls it, `conditions` are on its partition keys.

    `columns` are those that the answer needs, which Athena reads and bills; the SQL may mention more.
    """

    table: CatalogTable
    view: str
    columns: frozenset[str]
    mentioned: frozenset[str]
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class Translation:
    """`columns` are names and types of the result, whose columns the SQL calls c0, c1 and so on.

    `joined`: some rows may be left out before or after an expression raises for them, as it is planned.
    """

    sql: str
    columns: tuple[tuple[str, Type], ...]
    reads: tuple[Read, ...]
    joined: bool


def translated(
    statement: Statement, find: FindTable, now: datetime, bound: bool = True
) -> Translation:
    """Raises SqlError in Athena's words, UnsupportedStatement for what DuckDB can't answer alike.

    Unless `bound`, the parameters are left open, as a validation leaves them.
    """
    first = query_tokens(statement.sql)[0].word
    if first in NOT_QUERIES:
        raise unsupported(first)
    try:
        return _translated(statement, find, now, bound)
    except RecursionError:
        raise unsupported("a statement nested this deeply") from None


def _translated(statement: Statement, find: FindTable, now: datetime, bound: bool) -> Translation:
    query = parse_query(statement.sql)
    if bound:
        _check_parameters(query, statement.parameters)
    session = Session(find, statement.database, statement.parameters if bound else None, now)
    result = translate_query(query, QueryContext(session))
    sql, mentioned = session.names.written(result.sql)
    read = {column.source for column in mentioned if column.name == WHOLE}
    needed = result.always.union(*(column.reads for column in result.columns))
    reads = tuple(
        Read(
            source.table,
            source.view,
            frozenset(column.name for column in needed if column.source == number),
            frozenset(c.name for c in mentioned if c.source == number and c.name != WHOLE),
            tuple(source.conditions),
        )
        for number, source in enumerate(session.sources)
        if number in read
    )
    columns = tuple(
        (_shown(column.name, place), column.type) for place, column in enumerate(result.columns)
    )
    return Translation(sql, columns, reads, session.joins.found)


def _check_parameters(query: tree.Query, parameters: tuple[str, ...]) -> None:
    wanted = sum(isinstance(node, tree.Parameter) for node in query.walk())
    if wanted != len(parameters):
        what = f"Incorrect number of parameters: expected {wanted} but found {len(parameters)}"
        raise SqlError("INVALID_PARAMETER_USAGE", what, 1, 1)


def _shown(name: str | None, place: int) -> str:
    """The name of a result column; one that has none is `_col0` by its place."""
    if name is None:
        return f"_col{place}"
    return name.written if isinstance(name, Name) else name
