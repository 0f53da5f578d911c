"""The query statement of an export: a small dialect of SQL, with an explicit column list.

`SELECT columns FROM table [WHERE …] [LIMIT n]`, no `*`, no functions, no aggregation; table and
column names are case-sensitive.
https://docs.aws.amazon.com/cur/latest/userguide/dataexports-data-query.html
"""

from collections.abc import Mapping
from dataclasses import dataclass

from athena.errors import SqlError
from athena.sql import parse_query, tree
from athena.sql.kinds import QUERY, kind_of
from emulator.aws.bcmdataexports.tables import find_table
from emulator.aws.errors import ValidationException

IN_WHERE = (
    tree.Logical, tree.Not, tree.Comparison, tree.InList, tree.IsNull, tree.Sign, tree.Identifier,
    tree.Dereference, tree.Number, tree.String, tree.Boolean, tree.Null,
)  # fmt: skip


@dataclass(frozen=True)
class ExportQuery:
    """The table read and every column named, as written; of `product.region` the map `product`."""

    table: str
    columns: tuple[str, ...]

    def check_columns(self, configurations: Mapping[str, str]) -> None:
        """Raise ValidationException for a column that the table, so configured, doesn't have."""
        known = find_table(self.table).columns
        for name in self.columns:
            if name not in known:
                raise ValidationException(f"Column {name} does not exist in {self.table}")
            if not known[name].available(dict(configurations)):
                reason = known[name].needs or known[name].without
                raise ValidationException(
                    f"Column {name} is not available with {reason} = {configurations[str(reason)]}"
                )


def read_query(statement: str) -> ExportQuery:
    """Parse a query statement. Raises ValidationException."""
    if kind_of(statement) != QUERY:
        raise _refused("only SELECT is supported")
    try:
        query = parse_query(statement)
    except SqlError as error:
        raise _refused(error.message) from error
    select = query.body
    if not isinstance(select, tree.Select):
        raise _refused("only SELECT is supported")
    clauses = {
        "with": query.tables, "distinct": select.distinct, "group": select.group,
        "having": select.having, "window": select.windows, "order": query.order,
        "offset": query.offset, "joins": isinstance(select.relation, tree.Join),
    }  # fmt: skip
    if unsupported := [name for name, given in clauses.items() if given]:
        raise _refused(f"{', '.join(sorted(unsupported))} is not supported")
    if not isinstance(select.relation, tree.Table):
        raise _refused("FROM must name one table")
    return ExportQuery(select.relation.parts[-1].written, _columns(select))


def _columns(select: tree.Select) -> tuple[str, ...]:
    for item in select.items:
        if item.value is None or not _column(item.value):
            raise _refused(f"{item.span.text} can't be selected; list the columns")
    filtered = list(select.where.walk()) if select.where else []
    for node in filtered:
        if not isinstance(node, IN_WHERE):
            raise _refused(f"{node.span.text} is not supported in WHERE")
    named = [*(item.value for item in select.items), *filtered]
    return tuple(dict.fromkeys(filter(None, map(_column, named))))


def _column(node: tree.Node | None) -> str:
    """The name of a column as it is written; of `product.region` that of the map."""
    if isinstance(node, tree.Dereference):
        return _column(node.base)
    return node.name.written if isinstance(node, tree.Identifier) else ""


def _refused(reason: str) -> ValidationException:
    return ValidationException(f"Invalid query statement: {reason}")
