"""`python -m costs query` on the months that are there by default."""

import csv
import io
from pathlib import Path

import pytest

from costs.cli import main
from tests.conftest import environment
from tests.emulator.bills.intake_folders import HEADER, ROW, text


def test_the_last_ninety_days_cost_something(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever day it is: this one asks the real clock."""
    since = "line_item_usage_start_date >= current_date - INTERVAL '90' DAY"
    sql = f"SELECT sum(line_item_unblended_cost) > 1000 AS found FROM cur2 WHERE {since}"
    assert main(["query", sql, "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines() == ["found", "true"]


def test_a_source_has_nothing_to_ask(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its tables are the hub's."""
    source = {"payer": environment(hub="210987654321", exports={})}
    monkeypatch.setattr("emulator.environment.read_environments", lambda path: source)
    assert main(["query", "SELECT 1", "--environment", "payer"]) == 1
    assert "payer is a source: it has exports and no tables" in capsys.readouterr().err


def test_the_first_environment_with_tables_is_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cdktf.json of one's own has no `example`, and may begin with a source."""
    source = environment(hub="210987654321", exports={})
    found = {"payer": source, "costs": environment(name_prefix="acme")}
    monkeypatch.setattr("emulator.environment.read_environments", lambda path: found)
    sql = "SELECT DISTINCT table_schema AS name FROM information_schema.tables"
    assert main(["query", sql, "--format", "csv"]) == 0
    assert "acme_data_export" in capsys.readouterr().out


def test_a_saved_query_answers_the_same_where_nothing_is_sealed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked of line items then."""
    unsealed = environment(query={"sealed": {"enabled": False}})
    found = {"sealed": environment(), "unsealed": unsealed}
    monkeypatch.setattr("emulator.environment.read_environments", lambda path: found)
    answers = []
    for name in found:
        asked = ["query", "--saved", "spend/monthly_by_account", "--format", "csv"]
        assert main([*asked, "--environment", name]) == 0
        answers.append(list(csv.DictReader(io.StringIO(capsys.readouterr().out))))
    assert len(answers[0]) > 2
    for sealed, unsealed in zip(*answers, strict=True):
        assert sealed.keys() == unsealed.keys()
        for name, value in sealed.items():
            if name.endswith("_cost"):  # doubles are added in any order
                assert float(unsealed[name]) == pytest.approx(float(value))
            else:
                assert unsealed[name] == value


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            ["recommendations/top"],
            "recommendations/top reads recommendations, which this environment lacks: turn its export",
        ),
        (
            ["spend/movers", "--parameter", "2026-09"],
            "spend/movers takes:\n  ? first billing period, e.g. '2026-01'\n  ? last",
        ),
        (["movers"], "no such query; did you mean spend/movers?"),
    ],
    ids=["an export that is off", "a month too few", "its theme"],
)
def test_what_a_saved_query_lacks_is_said(
    asked: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside what Athena would say."""
    assert main(["query", "--saved", *asked]) == 1
    assert said in capsys.readouterr().err


def test_a_saved_querys_texts_need_no_quotes_and_the_answer_says_its_parameters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A shell takes them away; numbers stay what they are."""
    given = ["2018-10", "'2018-11'", "0.5"]
    parameters = [word for value in given for word in ("--parameter", value)]
    assert main(["query", "--saved", "spend/price_changes", *parameters]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("first billing period = '2018-10', last billing period = '2018-11', ")
    assert last.endswith(" = 0.5")


def test_an_answer_that_lacks_rows_says_so_and_fails(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A total must never be smaller unsaid: exit code 3, the file and the fix beside the answer."""
    text(tmp_path / "whole.csv", HEADER, ROW, ROW.replace("2026-01", "2026-02"))
    text(tmp_path / "broken.csv", HEADER, ROW, "cut o")
    sql = "SELECT sum(line_item_unblended_cost) AS cost FROM cur"
    assert main(["query", sql, "--data", str(tmp_path), "--format", "csv"]) == 3
    said = capsys.readouterr()
    assert said.out.splitlines() == ["cost", "1.0"]
    assert "broken.csv" in said.err
    assert "this answer is partial" in said.err


@pytest.mark.parametrize(
    ("asked", "rows", "told"),
    [
        (["--saved", "spend/daily_by_service"], ["2026-01-01,AmazonS3,7.0,7.0,7.0"], ""),
        (["SELECT count(*) FROM cur2"], ["0"], "2026-01 went to the table focus, which"),
    ],
    ids=["a question of a theme", "another table"],
)
def test_a_folder_of_focus_alone_is_asked_or_the_answer_says_where_its_months_are(
    asked: list[str],
    rows: list[str],
    told: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """Though the environment has CUR 2.0, of which `costs` are by default."""
    header = (
        "BillingPeriodStart,ChargePeriodStart,ServiceName,BilledCost,EffectiveCost,x_ServiceCode"
    )
    start = "2026-01-01T00:00:00Z"
    text(tmp_path / "focus.csv", header, f"{start},{start},Amazon S3,7,7,AmazonS3")
    assert main(["query", *asked, "--data", str(tmp_path), "--format", "csv"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[1:] == rows
    assert told in said.err
    assert bool(told) == bool(said.err)
