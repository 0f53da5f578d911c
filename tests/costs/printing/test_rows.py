"""Rows as people and programs read them."""

import pytest

from costs.bill.question import Answer
from costs.printing.rows import Format, show


def shown(
    capsys: pytest.CaptureFixture[str], columns: tuple[str, ...], *rows: tuple[str | None, ...]
) -> list[str]:
    show(Answer(columns, rows, 1234), Format.TABLE)
    return capsys.readouterr().out.splitlines()


def test_a_table_is_as_wide_as_its_values(capsys: pytest.CaptureFixture[str]) -> None:
    """NULL is nothing; a value is never read as markup; Chinese characters take two places."""
    assert shown(capsys, ("service", "n"), ("[bold]S3", None), ("中文", "10")) == [
        "┏━━━━━━━━━━┳━━━━┓",
        "┃ service  ┃ n  ┃",
        "┡━━━━━━━━━━╇━━━━┩",
        "│ [bold]S3 │    │",
        "│ 中文     │ 10 │",
        "└──────────┴────┘",
        "2 rows, 1,234 bytes scanned",
    ]


@pytest.mark.parametrize("columns", [18, 17])
def test_a_table_that_is_too_wide_is_a_list(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """From the first character that would be cut off."""
    monkeypatch.setenv("COLUMNS", str(columns))
    found = shown(capsys, ("service", "cost"), ("S3", "12.5"))
    if columns == 18:
        assert found[3] == "│ S3      │ 12.5 │"
    else:
        assert found == [
            "-- row 1", "service  S3", "cost     12.5", "1 row, 1,234 bytes scanned",
        ]  # fmt: skip


def test_values_of_several_lines_are_a_list_too(capsys: pytest.CaptureFixture[str]) -> None:
    """As they are."""
    assert shown(capsys, ("text",), ("a\nb",))[:3] == ["-- row 1", "text  a", "b"]


def test_no_rows_are_a_table_without_any(capsys: pytest.CaptureFixture[str]) -> None:
    """Its columns are told."""
    assert shown(capsys, ("text",))[1:] == [
        "┃ text ┃", "┡━━━━━━┩", "└──────┘", "0 rows, 1,234 bytes scanned",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["9892.677283299849", "-1.4E-12", None], ["9,892.68", "    0.00", "        "]),
        (["0.0116", "0.7213101551459848"], ["0.012", "0.721"]),
        (["2.5E-7", "0.0"], ["0.000000250", "0.000000000"]),
        (["1.0E300", "NaN"], ["1.0E300", "    NaN"]),
    ],
    ids=["money", "shares", "prices of a unit", "what has no decimals"],
)
def test_doubles_are_rounded_for_people(
    capsys: pytest.CaptureFixture[str], values: list[str | None], expected: list[str]
) -> None:
    """A column alike, its points below each other; CSV has every digit."""
    found = Answer(("x",), tuple((value,) for value in values), 0, types=("double",))
    show(found, Format.TABLE)
    printed = capsys.readouterr().out.splitlines()
    assert [line.strip("│")[1:-1] for line in printed[3:-2]] == expected
    assert ("rounded" in printed[-1]) is (expected[0] != values[0])
    show(found, Format.CSV)
    assert capsys.readouterr().out.split()[1:] == [value or '""' for value in values]
