"""CREATE VIEW, as Athena and `check` read it."""

from dataclasses import dataclass

from athena.sql.lexer import Name
from athena.sql.statement_cursor import StatementCursor


@dataclass(frozen=True)
class CreateView:
    """`query` stands at its place in the statement; without `columns` it names them itself."""

    name: tuple[Name, ...]
    columns: tuple[Name, ...]
    query: str
    replaces: bool

    @property
    def stored(self) -> str:
        """The query that the catalog keeps."""
        query = self.query.strip()
        if not self.columns:
            return query
        return f"SELECT * FROM ({query}) AS {self.name[-1]} ({', '.join(self.columns)})"


def is_create_view(sql: str) -> bool:
    cursor = StatementCursor(sql)
    return cursor.skip("CREATE", "VIEW") or cursor.skip("CREATE", "OR", "REPLACE", "VIEW")


def read_create_view(sql: str) -> CreateView:
    """`CREATE [OR REPLACE] VIEW v [(column, ...)] AS query`. Raises SqlError."""
    cursor = StatementCursor(sql)
    cursor.expect("CREATE")
    replaces = cursor.skip("OR", "REPLACE")
    cursor.expect("VIEW")
    name = cursor.qualified_name()
    columns = cursor.names() if cursor.sees("(") else ()
    cursor.expect("AS")
    return CreateView(name, columns, cursor.rest, replaces)
