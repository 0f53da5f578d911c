"""Athena SQL into DuckDB SQL: typed rewrites of the syntax tree, no more than answers demand.

sqlglot translates most; here is what it leaves different. A rewrite that needs types sees the
catalog's. What Trino refuses and DuckDB would take is refused in `strictness.py`.
"""

from collections.abc import Callable

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, TokenError
from sqlglot.optimizer.annotate_types import annotate_types

from emulator.engines import SqlError

INTEGERS = (exp.DataType.Type.INT, exp.DataType.Type.BIGINT, exp.DataType.Type.SMALLINT)


def parse(sql: str) -> exp.Expr:
    """One statement; raises SqlError with the place that Athena would name."""
    try:
        statements = [found for found in sqlglot.parse(sql, dialect="trino") if found is not None]
    except ParseError as error:
        first = error.errors[0]
        what = f"mismatched input '{first['highlight']}'"
        raise SqlError("SYNTAX_ERROR", what, first["line"], first["col"]) from None
    except TokenError as error:
        raise SqlError("SYNTAX_ERROR", f"unexpected character: {error}", 1, 1) from None
    if len(statements) != 1:
        raise SqlError("SYNTAX_ERROR", "Only one sql statement is allowed", 1, 1)
    return statements[0]


def bind(tree: exp.Expr, parameters: tuple[str, ...]) -> exp.Expr:
    """Put execution parameters, which are SQL literals, in place of the `?`."""
    places = list(tree.find_all(exp.Placeholder))
    if len(places) != len(parameters):
        raise SqlError(
            "INVALID_PARAMETER_USAGE",
            f"Incorrect number of parameters: expected {len(places)} but found {len(parameters)}",
            1,
            1,
        )
    # find_all walks breadth first; the text's order is depth first.
    ordered = [node for node in tree.dfs() if isinstance(node, exp.Placeholder)]
    for place, literal in zip(ordered, parameters, strict=True):
        place.replace(parse(f"SELECT {literal}").expressions[0])
    return tree


def translate(tree: exp.Expr, schema: dict[str, object]) -> str:
    """DuckDB SQL of a statement whose tables are in `schema` (name → column → Trino type)."""
    typed = annotate_types(_with_athenas_names(tree), schema=schema, dialect="trino")
    for rule in RULES:
        typed = typed.transform(rule)
    return typed.sql(dialect="duckdb")


def _with_athenas_names(tree: exp.Expr) -> exp.Expr:
    """An expression without a name is `_col0`, `_col1` … by its place."""
    select = tree.find(exp.Select) if isinstance(tree, exp.SetOperation) else tree
    if isinstance(select, exp.Select):
        for place, selected in enumerate(select.expressions):
            named = isinstance(selected, exp.Alias | exp.Column | exp.Star | exp.Subquery)
            if not named:
                selected.replace(exp.alias_(selected.copy(), f"_col{place}"))
    return tree


def _integer_division(node: exp.Expr) -> exp.Expr:
    """7 / 2 is 3 in Trino."""
    if isinstance(node, exp.Div) and node.left.is_type(*INTEGERS) and node.right.is_type(*INTEGERS):
        return exp.IntDiv(this=node.left, expression=node.right)
    return node


def _date_diff(node: exp.Expr) -> exp.Expr:
    """Trino counts complete units, DuckDB boundaries."""
    if isinstance(node, exp.DateDiff):
        unit = exp.Literal.string(node.text("unit").lower() or "day")
        return exp.func("trino_date_diff", unit, node.expression, node.this)
    return node


def _absent_parts(node: exp.Expr) -> exp.Expr:
    """What isn't there is NULL in Trino, an empty string in DuckDB."""
    if isinstance(node, exp.SplitPart):
        return exp.func(
            "trino_split_part", node.this, node.args["delimiter"], node.args["part_index"]
        )
    if isinstance(node, exp.RegexpExtract):
        group = node.args.get("group") or exp.Literal.number(0)
        return exp.func("trino_regexp_extract", node.this, node.expression, group)
    if isinstance(node, exp.JSONExtractScalar):
        path = node.expression.sql(dialect="trino")
        return exp.func("trino_json_extract_scalar", node.this, exp.Literal.string(path.strip("'")))
    return node


def _cardinality(node: exp.Expr) -> exp.Expr:
    """Of arrays and maps."""
    if isinstance(node, exp.ArraySize) and node.this.is_type(exp.DataType.Type.MAP):
        return exp.Anonymous(this="cardinality", expressions=[node.this])
    return node


def _rows_of_values(node: exp.Expr) -> exp.Expr:
    """VALUES ROW(1, 2) makes columns, not a struct."""
    if isinstance(node, exp.Values):
        for row in node.expressions:
            inner = row.expressions[0] if isinstance(row, exp.Tuple) and row.expressions else row
            if isinstance(inner, exp.Struct) and len(getattr(row, "expressions", [0])) <= 1:
                values = [_plain(value) for value in inner.expressions]
                row.replace(exp.Tuple(expressions=values))
    return node


def _plain(value: exp.Expr) -> exp.Expr:
    return value.expression if isinstance(value, exp.PropertyEQ) else value


def _date_stays_date(node: exp.Expr) -> exp.Expr:
    """date ± interval and date_trunc of a date are dates in Trino, timestamps in DuckDB."""
    whole = isinstance(node, exp.Add | exp.Sub) and isinstance(node.expression, exp.Interval)
    truncated = isinstance(node, exp.DateTrunc | exp.TimestampTrunc)
    if (whole or truncated) and node.this.is_type(exp.DataType.Type.DATE):
        if isinstance(node.parent, exp.Cast):
            return node
        return exp.cast(node, exp.DataType.Type.DATE)
    return node


RULES: tuple[Callable[[exp.Expr], exp.Expr], ...] = (
    _integer_division,
    _date_diff,
    _absent_parts,
    _cardinality,
    _rows_of_values,
    _date_stays_date,
)
