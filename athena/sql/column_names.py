"""What is stored needs a name of its own for each column: a view's, and those of CREATE TABLE AS."""

from collections.abc import Sequence

from athena.engine import ResultColumn
from athena.errors import SqlError
from athena.sql.create_view import CreateView
from athena.sql.lexer import tokens_of


def expect_names(columns: Sequence[ResultColumn], query: str) -> None:
    """Raises SqlError at the first column that its query doesn't name."""
    given = {token.value.lower() for token in tokens_of(query) if token.kind in ("word", "quoted")}
    for place, column in enumerate(columns):
        if column.name == f"_col{place}" and column.name not in given:
            what = f"Column name not specified at position {place + 1}"
            raise SqlError("MISSING_COLUMN_NAME", what, 1, 1)


def expect_distinct(names: Sequence[str]) -> None:
    """Raises SqlError for the first name that comes twice."""
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated:
        message = f"Column name '{repeated}' specified more than once"
        raise SqlError("DUPLICATE_COLUMN_NAME", message)


def view_columns(view: CreateView, columns: Sequence[ResultColumn]) -> list[ResultColumn]:
    """Those of its query under the view's names. Raises SqlError where one has none, or they repeat."""
    if not view.columns:
        expect_names(columns, view.query)
    elif len(view.columns) != len(columns):
        what = f"The view names {len(view.columns)} columns, its query has {len(columns)}"
        raise SqlError("INVALID_VIEW", what)
    names: list[str] = [*view.columns] or [column.name for column in columns]
    expect_distinct(names)
    pairs = zip(names, columns, strict=True)
    return [ResultColumn(name, column.type) for name, column in pairs]
