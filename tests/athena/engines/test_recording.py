"""What a recording takes for the same answer, and what not."""

from pathlib import Path

import pytest

from athena.engine import ResultColumn
from tests.athena.engines import recording
from tests.athena.engines.recording import Recording, Row

COLUMNS = (ResultColumn("service", "varchar"), ResultColumn("cost", "double"))
FEW = [Row("('S3', 'double')", (0.5,)), Row("('EC2', 'double')", (1e6,))]
MANY = [Row(f"('{number}', 'double')", (number * 0.0000000125,)) for number in range(500)]
TEXTS = [Row("('S3',)", ()), Row("('S3',)", ())]


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recording:
    """Recorded, and read again."""
    monkeypatch.setattr(recording, "FOLDER", tmp_path)
    monkeypatch.setattr(recording, "WRITES", True)
    trino = Recording("some", "statements", "rows")
    for sql, rows in (("few", FEW), ("many", MANY), ("texts", TEXTS)):
        trino.take(sql, COLUMNS, rows)
    trino.write()
    monkeypatch.setattr(recording, "WRITES", False)
    return Recording("some", "statements", "rows")


@pytest.mark.parametrize(("sql", "rows"), [("few", FEW), ("many", MANY)])
def test_doubles_may_differ_as_sums_in_another_order_do(
    written: Recording, sql: str, rows: list[Row]
) -> None:
    """In the last of their digits, or about zero."""
    written.compare(sql, COLUMNS, [Row(r.fixed, (r.measured[0] * (1 + 1e-15),)) for r in rows])
    written.compare(sql, COLUMNS, [Row(r.fixed, (r.measured[0] - 1e-17,)) for r in rows])


@pytest.mark.parametrize(("sql", "rows"), [("few", FEW), ("many", MANY)])
def test_anything_else_is_another_answer(written: Recording, sql: str, rows: list[Row]) -> None:
    """A cent, a text, a row more, the name of a column."""
    first, *others = rows
    for changed in (
        [Row(first.fixed, (first.measured[0] + 0.01,)), *others],
        [Row(f"{first.fixed}!", first.measured), *others],
        [*rows, first],
    ):
        with pytest.raises(AssertionError):
            written.compare(sql, COLUMNS, changed)
    with pytest.raises(AssertionError):
        written.compare(sql, (ResultColumn("other", "varchar"), COLUMNS[1]), rows)


def test_equal_rows_are_counted(written: Recording) -> None:
    """One more is another answer."""
    written.compare("texts", COLUMNS, TEXTS)
    with pytest.raises(AssertionError):
        written.compare("texts", COLUMNS, TEXTS[:1])


def test_it_is_of_its_statements_rows_and_trino(
    written: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And of no others."""
    assert written.is_current()
    assert not Recording("some", "other statements", "rows").is_current()
    monkeypatch.setattr(recording, "VERSION", "477")
    assert not Recording("some", "statements", "rows").is_current()
