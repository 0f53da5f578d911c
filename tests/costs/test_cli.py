"""`python -m costs`, as people call it."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from costs.cli import main
from emulator.cloud.folder_engine import Progress

if TYPE_CHECKING:
    from athena.trino.engine import TrinoEngine

PROJECT = Path(__file__).parent.parent.parent
COUNT = "SELECT month, count(*) AS line_items FROM cur GROUP BY month ORDER BY month"


def process(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "costs", *arguments], cwd=PROJECT, capture_output=True, text=True
    )


def test_a_statement_is_answered_from_the_real_months() -> None:
    """As JSON."""
    done = process("query", COUNT, "--format", "json")
    assert json.loads(done.stdout) == [
        {"month": "10", "line_items": "119307"},
        {"month": "11", "line_items": "124340"},
    ]


def test_the_machines_time_zone_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """CUR 2.0 stores instants; Athena shows them in UTC."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    sql = "SELECT hour(min(line_item_usage_start_date)) AS first FROM cur2"
    assert process("query", sql, "--format", "csv").stdout.splitlines() == ["first", "0"]


def test_a_row_that_is_too_wide_for_a_table_is_a_list(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is cut off."""
    monkeypatch.setenv("COLUMNS", "80")
    main(["query", "SELECT * FROM cur WHERE month = '10' LIMIT 1"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "-- row 1"
    assert "line_item_currency_code" in {line.split()[0] for line in lines}
    assert lines[-1].startswith("1 row, ")


def test_a_saved_query_finds_its_own_months(capsys: pytest.CaptureFixture[str]) -> None:
    """As CSV, without parameters."""
    main(["query", "--saved", "cur/monthly_cost_by_account", "--format", "csv"])
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[0] == ["billing_period", "account_id", "unblended_cost"]
    assert {row[0] for row in rows[1:]} == {"2018-10", "2018-11"}


def test_parameters_are_sql_literals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From a file, over the user's own folder."""
    file = tmp_path / "q.sql"
    file.write_text("SELECT count(*) AS n FROM cur WHERE month = ?")
    data = str(PROJECT / "samples/legacy-cur")
    main(["query", "--file", str(file), "--parameter", "'10'", "--data", data])
    assert "119307" in capsys.readouterr().out


def test_a_view_finds_the_bills_that_it_reads() -> None:
    """Through other views: costs, the accounts of both datasets."""
    sql = "SELECT min(first_billing_period) AS first, max(last_billing_period) > '2018-11' AS newer"
    done = process("query", f"{sql} FROM accounts", "--format", "csv")
    assert done.stdout.splitlines() == ["first,newer", "2018-10,true"]


@pytest.mark.engines
def test_trino_answers_in_the_same_form(
    trino: "TrinoEngine", monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it does meanwhile is no part of the answer."""
    from athena.trino.engine import TrinoEngine

    def start(endpoint: str, region: str, account_id: str, progress: Progress) -> TrinoEngine:
        progress("starting Trino")
        return trino  # which reads the same emulated Glue; another would take 25 s

    monkeypatch.setattr(TrinoEngine, "start", start)
    monkeypatch.setattr(TrinoEngine, "close", lambda self: None)
    main(["query", f"{COUNT};", "--format", "csv", "--engine", "trino"])
    printed = capsys.readouterr()
    assert printed.out.splitlines() == ["month,line_items", "10,119307", "11,124340"]
    assert "starting Trino" in printed.err


def test_the_list_of_commands_cuts_none_short(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a terminal of 80 columns: what a command is for is one line."""
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["--help"]) == 0
    listed = capsys.readouterr().out
    assert "reconcile  Find the cent by which" in listed
    assert "..." not in listed.split("Options:")[1]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["query", "SELECT 1 FROM nope"], "TABLE_NOT_FOUND: line 1:15: "),
        (
            ["query", "SELECT nope FROM cur"],
            "COLUMN_NOT_FOUND: line 1:8: Column 'nope' cannot be resolved or requester",
        ),
        (["query", "SELECT FROM WHERE"], "SYNTAX_ERROR"),
        (["query", "CREATE VIEW v AS SELECT 1 AS x"], "query runs queries, not CREATE"),
        (["query", "SHOW TABLES"], "up takes any statement"),
        (["query", "--saved", "cur/nope"], "no such query"),
        (["query", "--data", "/nowhere", "SELECT 1 FROM cur"], "--data /nowhere"),
    ],
)
def test_mistakes_are_one_message_and_exit_code_1(
    arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which an exception that isn't expected would be no part of."""
    assert main(arguments) == 1
    assert expected in capsys.readouterr().err


def test_a_mistake_is_no_traceback() -> None:
    """In a process of its own, too."""
    done = process("query", "SELECT 1 FROM nope")
    assert done.returncode == 1
    assert done.stderr.startswith("TABLE_NOT_FOUND: line 1:15: ")
    assert "Traceback" not in done.stderr
