"""The query statement of an export: a small dialect of SQL, with an explicit column list.

`SELECT columns FROM table [WHERE …] [LIMIT n]`, no `*`, no functions, no aggregation; table and
column names are case-sensitive.
https://docs.aws.amazon.com/cur/latest/userguide/dataexports-data-query.html
"""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from emulator.aws.bcmdataexports.tables import find_table
from emulator.aws.errors import ValidationException

CLAUSES = {"expressions", "from_", "where", "limit"}
OPERATORS = (
    exp.And, exp.Or, exp.Not, exp.Paren, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.In,
    exp.Column, exp.Identifier, exp.Literal, exp.Where, exp.Neg, exp.Boolean, exp.Null, exp.Is,
)  # fmt: skip


@dataclass(frozen=True)
class ExportQuery:
    """The table read and every column named, as written; of `product.region` the map `product`."""

    table: str
    columns: tuple[str, ...]

    def check_columns(self, configurations: Mapping[str, str]) -> None:
        """Raise ValidationException for a column that the table, so configured, doesn't have."""
        known = find_table(self.table).columns
        if known is None:
            return
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
    try:
        parsed = sqlglot.parse_one(statement, read="trino")
    except sqlglot.errors.SqlglotError as error:
        raise _refused(str(error).splitlines()[0]) from error
    if not isinstance(parsed, exp.Select):
        raise _refused("only SELECT is supported")
    unsupported = {clause for clause, value in parsed.args.items() if value} - CLAUSES
    if unsupported:
        raise _refused(f"{', '.join(sorted(unsupported))} is not supported")
    source = parsed.args.get("from_")
    if source is None or not isinstance(source.this, exp.Table):
        raise _refused("FROM must name one table")
    return ExportQuery(source.this.name, _columns(parsed))


def _columns(select: exp.Select) -> tuple[str, ...]:
    selected = [expression.unalias() for expression in select.expressions]
    for expression in selected:
        if not isinstance(expression, exp.Column) or isinstance(expression.this, exp.Star):
            raise _refused(f"{expression.sql()} can't be selected; list the columns")
    where = select.args.get("where")
    filtered = list(where.walk()) if where else []
    for node in filtered:
        if not isinstance(node, OPERATORS):
            raise _refused(f"{node.sql()} is not supported in WHERE")
    named = [*selected, *(node for node in filtered if isinstance(node, exp.Column))]
    return tuple(dict.fromkeys(column.table or column.name for column in named))


def _refused(reason: str) -> ValidationException:
    return ValidationException(f"Invalid query statement: {reason}")
