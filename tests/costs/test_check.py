"""`python -m costs check`: what Athena would refuse, told before it is deployed."""

import subprocess
import sys
from pathlib import Path

import pytest

from athena.engine import Statement
from athena.errors import UnsupportedStatement
from athena.trino.engine import TrinoEngine
from costs.bill.sql_files import NothingToCheck, sql_files
from costs.bill.validation import Refusal, check_files
from costs.cli import main
from emulator.bills import sources
from emulator.cloud.cloud import Cloud
from emulator.cloud.engine_name import EngineName
from emulator.environment import PROJECT, Emulated
from modules.plan import Plan
from modules.sql import LARGEST_QUERY, QUERIES
from tests.conftest import environment

EXAMPLE = Emulated.read("example")
HEADER = "-- Question: What is it?\n-- Answers: nothing;\n"


def check(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "costs", "check", *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )


def refused(folder: Path, sql: str | bytes, data: Path | None = None) -> list[str]:
    """What is said of a file with this content."""
    file = folder / "asked.sql"
    file.write_bytes(sql if isinstance(sql, bytes) else sql.encode())
    found = check_files([file], data, EXAMPLE)
    return [str(refusal).removeprefix(f"{folder}/") for refusal in found.refusals]


def test_the_shipped_queries_are_valid() -> None:
    """With their parameters missing; and the views and questions over the exports that are on."""
    done = check("queries")
    checked, _, refused = done.stdout.partition(" files checked, ")
    assert (refused, done.returncode) == ("0 refused\n", 0)
    assert int(checked) > 80


def test_where_nothing_is_sealed_a_question_is_checked_as_it_is_deployed(tmp_path: Path) -> None:
    """Other SQL that names a sealed table is refused, as Athena would."""
    plan = Plan.of(environment(query={"sealed": {"enabled": False}}))
    (tmp_path / "own.sql").write_text(
        "SELECT day FROM daily_costs WHERE billing_period = '2026-01'"
    )
    found = check_files([QUERIES / "spend", tmp_path], None, Emulated("unsealed", plan))
    assert [refusal.path.name for refusal in found.refusals] == ["own.sql"]
    assert found.files > 10


def test_one_refused_file_fails_the_command(tmp_path: Path) -> None:
    """Its line is one that editors can jump from; the other files are checked all the same."""
    (tmp_path / "bad.sql").write_text(f"{HEADER}SELECT *\nFROM nowhere")
    (tmp_path / "good.sql").write_text(f"{HEADER}SELECT billing_period\nFROM cur2;\n-- the end\n")
    done = check(str(tmp_path), "queries/cur2")
    assert done.stdout.splitlines() == [
        f"{tmp_path}/bad.sql:4:6: TABLE_NOT_FOUND: "
        "Table 'awsdatacatalog.cid_data_export.nowhere' does not exist",
        "9 files checked, 1 refused",
    ]
    assert done.returncode == 1


@pytest.mark.engines
def test_trino_judges_by_the_same_tables(
    tmp_path: Path,
    trino: TrinoEngine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And places mistakes in the file as well. It runs all shipped queries in other tests."""
    monkeypatch.setattr(TrinoEngine, "start", lambda *arguments: trino)
    monkeypatch.setattr(TrinoEngine, "close", lambda self: None)
    (tmp_path / "column.sql").write_text(f"{HEADER}SELECT\n    nope\nFROM cur")
    (tmp_path / "good.sql").write_text(f"{HEADER}SELECT billing_period FROM cur2; -- the end")
    (tmp_path / "syntax.sql").write_text(f"{HEADER}SELECT 1;\nSELECT 2")
    (tmp_path / "by_view.sql").write_text("SELECT period FROM periods")
    (tmp_path / "view.sql").write_text(
        "CREATE VIEW periods AS SELECT billing_period AS period FROM cur2"
    )
    assert main(["check", str(tmp_path), "queries/spend", "--engine", "trino"]) == 1
    lines = capsys.readouterr().out.splitlines()
    column = f"{tmp_path}/column.sql:4:5: COLUMN_NOT_FOUND: Column 'nope' cannot be resolved"
    assert lines[0] == column
    assert lines[1].startswith(f"{tmp_path}/syntax.sql:3:9: SYNTAX_ERROR: mismatched input ';'")
    (checked,) = lines[2:]
    assert checked.endswith(" files checked, 2 refused")


def test_the_query_of_a_view_is_checked(tmp_path: Path) -> None:
    """At its place in the file."""
    view = 'CREATE OR REPLACE VIEW "by_month" AS\nSELECT billing_period, nope FROM cur2'
    assert refused(tmp_path, view)[0].startswith("asked.sql:2:24: COLUMN_NOT_FOUND")
    assert not refused(tmp_path, view.replace(", nope", ""))


def test_a_folder_knows_the_views_that_its_files_create(tmp_path: Path) -> None:
    """In whatever order; names of columns, replaced views and what can't be judged go with it."""
    files = {
        "a.sql": "SELECT period, nope FROM c",
        "b.sql": "SELECT x FROM undecided",
        "c.sql": "CREATE VIEW c (period, cost) AS SELECT * FROM cid_data_export.d",
        "d.sql": "CREATE OR REPLACE VIEW d AS\nSELECT billing_period, 1.5 AS x FROM cur2;",
        "e.sql": "CREATE VIEW undecided AS SELECT approx_set(1) AS x",
        "f.sql": "CREATE VIEW round AS SELECT * FROM about",
        "g.sql": "CREATE VIEW about AS SELECT * FROM round",
        "h.sql": "CREATE VIEW nameless AS SELECT 1 + 1",
    }
    for name, sql in files.items():
        (tmp_path / name).write_text(sql)
    found = check_files([tmp_path], None, EXAMPLE).refusals
    assert [str(refusal).removeprefix(f"{tmp_path}/")[:38] for refusal in found] == [
        "a.sql:1:16: COLUMN_NOT_FOUND: Column '",
        "b.sql:1:1: NOT_SUPPORTED: The embedded",
        "e.sql:1:1: NOT_SUPPORTED: The embedded",
        "f.sql:1:36: TABLE_NOT_FOUND: Table 'aw",
        "g.sql:1:36: TABLE_NOT_FOUND: Table 'aw",
        "h.sql:1:1: MISSING_COLUMN_NAME: Column",
    ]


def test_what_the_engine_can_not_judge_is_not_refused(tmp_path: Path) -> None:
    """It has a count and an exit code of its own."""
    (tmp_path / "about.sql").write_text("SELECT approx_set(line_item_resource_id) FROM cur")
    done = check(str(tmp_path))
    assert done.stdout.splitlines()[-1] == "1 files checked, 0 refused, 1 undecided"
    assert "use --engine trino" in done.stdout
    assert done.returncode == 3


def test_a_file_holds_one_statement(tmp_path: Path) -> None:
    """As Athena's saved queries do."""
    assert len(refused(tmp_path, "SELECT 1; SELECT 2")) == 1
    assert len(refused(tmp_path, "-- nothing but a comment\n")) == 1
    assert not refused(tmp_path, "SELECT 1;")


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (
            "/* a */ -- table\n  create TABLE t AS SELECT 1",
            "2:3: NOT_SUPPORTED: only queries and views",
        ),
        (b"\xef\xbb\xbfSELECT 1", "1:1: SYNTAX_ERROR: a byte order mark"),
        (b"SELECT '\n\n\xff'", "3:1: SYNTAX_ERROR: not UTF-8 text"),
        (f"SELECT 1 --{'x' * LARGEST_QUERY}", "1:1: MALFORMED_QUERY: 262155 bytes; Athena takes"),
    ],
)
def test_what_no_engine_is_asked_is_refused_too(
    tmp_path: Path, sql: str | bytes, expected: str
) -> None:
    """In one line that says why."""
    (line,) = refused(tmp_path, sql)
    assert line.startswith(f"asked.sql:{expected}")


def test_a_mistake_without_a_place_is_at_the_start() -> None:
    """Also what an engine can't promise, in its own words, on one line."""
    error = UnsupportedStatement("NOT_SUPPORTED", "can't answer this:\n  use --engine trino")
    line = "a.sql:1:1: NOT_SUPPORTED: can't answer this: use --engine trino"
    assert str(Refusal(Path("a.sql"), error)) == line


def test_columns_are_those_of_the_users_files(tmp_path: Path) -> None:
    """... where there are some; else of the samples."""
    sql = "SELECT savings_plan_savings_plan_effective_cost FROM cur"
    assert "COLUMN_NOT_FOUND" in refused(tmp_path, sql)[0]
    assert not refused(tmp_path, sql, PROJECT / "tests/data")


def test_no_bill_is_generated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Declared columns are enough."""

    def generate(*arguments: object) -> None:
        raise AssertionError

    monkeypatch.setattr(sources, "generated_months", generate)
    assert not refused(tmp_path, "SELECT billing_period FROM cur2")


def test_no_bill_is_uploaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trino is told the columns and nothing else."""
    buckets: list[int] = []

    class Trino:
        def validate(self, statement: Statement) -> None:
            assert Cloud._running
            buckets.append(len(Cloud._running.client("s3").list_buckets()["Buckets"]))

        def close(self) -> None:
            pass

    monkeypatch.setattr(TrinoEngine, "start", lambda *arguments: Trino())
    (tmp_path / "asked.sql").write_text("SELECT 1")
    check_files([tmp_path], None, EXAMPLE, EngineName.TRINO)
    assert buckets == [0]


def test_files_come_in_order_and_once(tmp_path: Path) -> None:
    """Those of a folder sorted, without hidden folders; a file by name whatever its ending."""
    names = ["b/z.sql", "b/a.sql", "c.sql", "a.hql", ".venv/other.sql", "b/readme.md"]
    for file in map(tmp_path.joinpath, names):
        file.parent.mkdir(exist_ok=True)
        file.touch()
    found = sql_files([tmp_path / "c.sql", tmp_path / "a.hql", tmp_path])
    assert [file.relative_to(tmp_path).as_posix() for file in found] == [
        "c.sql", "a.hql", "b/a.sql", "b/z.sql",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ([], "check: give at least one .sql file, or a folder"),
        (["nope.sql"], "nope.sql: no such file or folder"),
        (["."], "no .sql file in this folder or below"),
    ],
)
def test_nothing_to_check_is_a_mistake(tmp_path: Path, path: list[str], expected: str) -> None:
    """Rather than a check that never fails."""
    with pytest.raises(NothingToCheck) as caught:
        check_files([tmp_path / name for name in path], None, EXAMPLE)
    assert expected in str(caught.value)


def test_nothing_to_check_is_one_line() -> None:
    """And exit code 1."""
    done = check("nope.sql")
    assert (done.stderr, done.returncode) == ("nope.sql: no such file or folder\n", 1)
