"""docs/cost-language.md says what the views do."""

import re
from pathlib import Path

import pyarrow as pa

from tests.queries.test_cost_language import CENT, MONEY, bill
from tests.queries.view_cases import ARROW, DECLARED, SHOWN

DOCUMENT = Path("docs/cost-language.md")
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67)
SPECIAL: dict[str, dict[str, object]] = {
    "Fee of a reservation": {
        "line_item_line_item_type": "Fee",
        "reservation_reservation_a_r_n": "arn",
    },
    "Refund of a prepayment": {
        "line_item_line_item_type": "Refund",
        "savings_plan_savings_plan_a_r_n": "arn",
    },
    "anything else": {"line_item_line_item_type": "Invented"},
}


def document_tables(first: str) -> list[list[str]]:
    """The rows below a table's head whose first cell is this."""
    lines = DOCUMENT.read_text().splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {first} |"))
    rows: list[list[str]] = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_the_document_says_what_the_views_do(tmp_path: Path) -> None:
    """Each cell of its table, worked out with the words it defines, over a bill of unequal amounts."""
    words = {word: columns.replace("`", "") for word, columns in document_tables("Word")}
    named = sorted({name for text in words.values() for name in re.findall(r"[a-z]\w+", text)})
    amounts = {name: float(number) for name, number in zip(named, PRIMES, strict=False)}
    assert len(amounts) == len(named)
    values = {word: eval(text, dict(amounts)) for word, text in words.items()}
    rows, expected = [], []
    for kinds, *cells in document_tables("Line item type"):
        for kind in kinds.split(", "):
            rows.append(amounts | SPECIAL.get(kind, {"line_item_line_item_type": kind}))
            costs = [float(eval(cell, dict(values))) for cell in cells]
            expected.append((rows[-1]["line_item_line_item_type"], *costs))
    schema = pa.schema([(name, ARROW[DECLARED["cur2"].columns[name]]) for name in merged(rows)])
    cur2 = pa.Table.from_pylist(rows, schema)
    made = bill(
        tmp_path, cur2=cur2.append_column("billing_period", pa.repeat("2026-01", len(rows)))
    )
    shown = made.ask(f"SELECT line_item_type, {', '.join(MONEY)} FROM costs")
    assert len(shown) == len(expected) > 20
    for ours, theirs in zip(sorted(shown), sorted(expected), strict=True):
        assert ours == CENT(theirs, abs=1e-9)
    made.engine.close()


def merged(rows: list[dict[str, object]]) -> dict[str, None]:
    """Every key, once."""
    return dict.fromkeys(name for row in rows for name in row)


def test_the_document_names_every_view_and_measure() -> None:
    """What there is and no more."""
    text = DOCUMENT.read_text()
    named = {name for row in document_tables("View") for name in re.findall(r"`(\w+)`", row[0])}
    assert named == set(SHOWN)
    assert [row[0].strip("`") for row in document_tables("Basis")] == MONEY
    assert all(f"`{name}`" in text for name in MONEY)
