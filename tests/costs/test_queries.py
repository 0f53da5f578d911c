"""`queries` lists what `query --saved` takes."""

import csv
import io

import pytest

from costs.cli import main
from modules.sql import all_queries


def test_every_saved_query_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """A line each, with its question."""
    assert main(["queries"]) == 0
    lines = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    assert lines == [[query.full_name, query.question] for query in all_queries()]


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("storage", ["storage/ebs_by_type", "storage/s3_by_bucket", "storage/s3_by_storage_class"]),
        ("NAT gateway", ["waste/idle_nat_gateways", "data_transfer/nat_gateways"]),
    ],
    ids=["a theme", "what the question says"],
)
def test_queries_are_found_by_a_word(
    word: str, names: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Or there are none."""
    assert main(["queries", word]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == names
    assert main(["queries", "mood"]) == 1
    assert "queries mood: none; there are themes: spend, " in capsys.readouterr().err


def test_one_query_alone_says_how_it_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    """And what its columns mean; allocation/by_tag_and_service has its name in it, too."""
    assert main(["queries", "allocation/by_tag"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "  tag_value varchar          empty for untagged" in lines
    asked = "    python -m costs query --saved allocation/by_tag"
    months = "--parameter 2026-01 --parameter 2026-03"
    assert lines[-2:] == [asked, f"{asked} --parameter user_team {months}"]


def test_a_themes_query_finds_the_months_of_the_best_dataset(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """CUR 2.0's generated ones, not the real ones of 2018 beside them."""
    main(["query", "--saved", "spend/monthly_by_account", "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len({row["billing_period"] for row in rows}) == 3
    assert "2018-10" not in {row["billing_period"] for row in rows}
