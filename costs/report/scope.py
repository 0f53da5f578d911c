"""A part of a bill: the saved queries as they are, over tables narrowed to an account or a tag.

A common table of a table's own name stands before each query. Whoever runs the SQL of the page gets the
page's figures.
"""

from collections.abc import Collection
from dataclasses import dataclass

from athena.errors import ExpectedFailure
from modules.sealed import TABLES
from modules.settings.query import tag_column
from modules.sql import SavedQuery

ACCOUNT_COLUMNS = {"cur2": "line_item_usage_account_id"}
TAG_MAPS = {
    "costs": "tags",
    "costs_cur2": "tags",
    "cur2": "resource_tags",
    "kubernetes_costs": "tags",
}


class NotNarrowed(ExpectedFailure):
    """`str()` says why, and the fix."""


@dataclass(frozen=True)
class Scope:
    """All of a bill, or of it one account, one tag's value, or both. `tags` are sealed.

    A `reader` sees only some rows, in sealed tables of its own and nowhere else.
    """

    database: str
    account: str | None = None
    tag: tuple[str, str] | None = None
    tags: Collection[str] = ()
    reader: str | None = None

    def __str__(self) -> str:
        account = f"account {self.account}" if self.account else ""
        tag = "{} = {}".format(*self.tag) if self.tag else ""
        return " and ".join(filter(None, (account, tag)))

    def tells(self, query: SavedQuery) -> bool:
        """Can it be narrowed? Some tables know no tags."""
        return not self.tag or all(table in (*TAG_MAPS, *TABLES) for table in query.reads)

    def narrowed(self, query: SavedQuery) -> str:
        """The SQL over nothing else. Raises NotNarrowed."""
        if not self.account and not self.tag:
            return query.sql
        lines = query.sql.splitlines(keepends=True)
        header = next(n for n, line in enumerate(lines) if not line.startswith("--"))
        statement = "".join(lines[header:])
        tables = ",\n\n".join(map(self._common_table, query.reads))
        first, joined = ("WITH ", ",\n\n") if statement.startswith("WITH ") else ("", "\n\n")
        return f"{''.join(lines[:header])}WITH {tables}{joined}{statement.removeprefix(first)}"

    def _common_table(self, table: str) -> str:
        conditions = []
        if self.account:
            column = ACCOUNT_COLUMNS.get(table, "account_id")
            conditions.append(f"{column} = {_literal(self.account)}")
        if self.tag:
            key, value = self.tag
            conditions.append(f"{self._tag(table, key)} = {_literal(value)}")
        where = " AND ".join(conditions)
        return f"{table} AS (\n    SELECT * FROM {self.database}.{table}\n    WHERE {where}\n)"

    def _tag(self, table: str, key: str) -> str:
        if table in TAG_MAPS:
            return f"COALESCE(element_at({TAG_MAPS[table]}, {_literal(key)}), '')"
        if key not in self.tags:
            raise NotNarrowed(
                f"--tag {key}: the sealed months don't have it; add it to query.tags of the environment"
                f" and seal them anew. They have {', '.join(self.tags) or 'none'}"
            )
        return tag_column(key)


def _literal(text: str) -> str:
    quoted = text.replace("'", "''")
    return f"'{quoted}'"
