"""TrinoEngine runs and checks statements as the engine protocol says."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from athena.engine import ResultColumn, Statement
from athena.errors import QueryCancelled, ScanLimitExceeded, SqlError
from athena.trino.engine import TrinoEngine
from tests.athena.engines.statements import ENDLESS, rows
from tests.athena.engines.tables import DATABASE

pytestmark = [pytest.mark.engines, pytest.mark.usefixtures("tables")]


def test_a_scan_limit_stops_a_statement_that_reads_more(trino: TrinoEngine) -> None:
    """... and lets one that reads less run."""
    sql = "SELECT max(line_item_resource_id) FROM cur"
    with pytest.raises(ScanLimitExceeded) as caught:
        list(trino.run(Statement(sql, DATABASE, scan_limit=50_000)).rows)
    assert caught.value.scanned_bytes > caught.value.limit == 50_000
    assert list(trino.run(Statement(sql, DATABASE, scan_limit=10_000_000)).rows)


def test_values_are_python_s(trino: TrinoEngine) -> None:
    """... by type as the engine protocol says."""
    typed = {
        "'a'": ("varchar(1)", "a"),
        "BIGINT '7'": ("bigint", 7),
        "0.5e0": ("double", 0.5),
        "REAL '0.1'": ("real", 0.1),
        "DECIMAL '1.50'": ("decimal(3,2)", Decimal("1.50")),
        "true": ("boolean", True),
        "DATE '2018-10-01'": ("date", date(2018, 10, 1)),
        "TIMESTAMP '2018-10-01 00:00:00.500'": (
            "timestamp(3)",
            datetime(2018, 10, 1, microsecond=500_000),
        ),
        "TIMESTAMP '2018-10-01 00:00:00 UTC'": (
            "timestamp(0) with time zone",
            datetime(2018, 10, 1, tzinfo=UTC),
        ),
        "INTERVAL '36' HOUR": ("interval day to second", timedelta(hours=36)),
        "INTERVAL '14' MONTH": ("interval year to month", relativedelta(months=14)),
        "MAP(ARRAY['k'], ARRAY[DATE '2018-10-01'])": (
            "map(varchar(1), date)",
            {"k": date(2018, 10, 1)},
        ),
        "ARRAY[1, NULL]": ("array(integer)", [1, None]),
        "CAST(ROW(1, 'x') AS ROW(f bigint, g varchar))": ("row(f bigint, g varchar)", (1, "x")),
        "X'6375'": ("varbinary", b"cu"),
        "NULL": ("unknown", None),
    }
    result = trino.run(Statement(f"SELECT {', '.join(typed)}", DATABASE))
    assert [column.type for column in result.columns] == [type_ for type_, _ in typed.values()]
    (row,) = result.rows
    assert row == tuple(value for _, value in typed.values())
    assert result.columns[0].name == "_col0"


def test_a_date_that_python_cannot_hold_is_a_clear_error(trino: TrinoEngine) -> None:
    """... instead of a broken engine."""
    with pytest.raises(SqlError, match="Python can't hold"):
        rows(trino, "SELECT DATE '12018-10-01'")


def test_parameters_fill_the_question_marks_in_order(trino: TrinoEngine) -> None:
    """... and positions in errors are still those of the statement."""
    sql = "SELECT month || 'it''s' || ? FROM cur WHERE month = ? LIMIT 1"
    assert rows(trino, sql, "'!''!'", "'10'") == [("10it's!'!",)]
    with pytest.raises(SqlError) as caught:
        rows(trino, "SELECT 'it''s',\n  nothing, ?", "1")
    assert (caught.value.line, caught.value.column) == (2, 3)
    with pytest.raises(SqlError, match="expected 2 but found 1"):
        rows(trino, sql, "'10'")


def test_validation_tells_the_columns_of_a_statement_without_its_parameters(
    trino: TrinoEngine,
) -> None:
    """... and runs nothing."""
    sql = "SELECT month AS period, sum(line_item_unblended_cost) FROM cur WHERE year = ? GROUP BY 1"
    assert trino.validate(Statement(sql, DATABASE)) == (
        ResultColumn("period", "varchar"),
        ResultColumn("_col1", "double"),
    )


def test_a_syntax_error_has_its_place(trino: TrinoEngine) -> None:
    """... in validation and in a run."""
    statement = Statement("SELECT month\nFORM cur", DATABASE)
    for attempt in (trino.validate, trino.run):
        with pytest.raises(SqlError, match="mismatched input 'cur'") as caught:
            attempt(statement)
        assert (caught.value.code, caught.value.line, caught.value.column) == ("SYNTAX_ERROR", 2, 6)


def test_a_cancelled_statement_ends_soon(trino: TrinoEngine) -> None:
    """... though it would run for hours."""
    cancelled = threading.Event()
    threading.Timer(1, cancelled.set).start()
    began = time.monotonic()
    with pytest.raises(QueryCancelled):
        trino.run(Statement(ENDLESS, DATABASE, cancelled=cancelled))
    assert time.monotonic() - began < 60
    (running,) = rows(trino, "SELECT count(*) FROM system.runtime.queries WHERE state = 'RUNNING'")
    assert running == (1,)


def test_rows_stream(trino: TrinoEngine) -> None:
    """... so that the first come before the last are made."""
    result = trino.run(Statement("SELECT cur.line_item_resource_id FROM cur, cur2", DATABASE))
    assert len(next(result.rows)) == 1
    early = result.scanned_bytes
    assert sum(1 for _ in result.rows) > 700_000
    assert result.scanned_bytes >= early > 0


def test_statements_run_side_by_side(trino: TrinoEngine) -> None:
    """... each with its own parameters."""
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: rows(trino, "SELECT ? * 2", str(n)), range(12)))
    assert answers == [[(n * 2,)] for n in range(12)]
