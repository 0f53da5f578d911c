"""`queries` lists what `query --saved` takes."""

import csv
import io

import pytest

from costs.cli import main
from modules.sql import all_queries


def test_every_saved_query_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """With its question; a line for each parameter."""
    assert main(["queries"]) == 0
    lines = capsys.readouterr().out.splitlines()
    queries = all_queries()
    assert [line for line in lines if not line.startswith(" ")] == [q.full_name for q in queries]
    assert len([line for line in lines if line.startswith("    ? ")]) == sum(
        len(query.parameters) for query in queries
    )


def test_a_theme_can_be_listed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """Or isn't one."""
    assert main(["queries", "storage"]) == 0
    names = [line for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]
    assert names == ["storage/ebs_by_type", "storage/s3_by_bucket", "storage/s3_by_storage_class"]
    assert main(["queries", "mood"]) == 1
    assert "queries mood: no such theme; there are spend, " in capsys.readouterr().err


def test_a_themes_query_finds_the_months_of_the_best_dataset(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """CUR 2.0's generated ones, not the real ones of 2018 beside them."""
    main(["query", "--saved", "spend/monthly_by_account", "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len({row["billing_period"] for row in rows}) == 3
    assert "2018-10" not in {row["billing_period"] for row in rows}
