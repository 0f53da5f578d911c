"""What each theme's questions answer: small bills worked out by hand, and nothing for an empty one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from modules.sql import SavedQuery, default_parameters
from modules.views import COLUMN
from tests.queries.tables import DATABASE, Tables
from tests.queries.test_answers import plain
from tests.queries.theme_cases import (
    FOLDER,
    QUERIES,
    RELATIONS,
    ThemeCase,
    empty_relations,
    read_theme_case,
    theme_case_folders,
)

EACH = pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
EACH_CASE = pytest.mark.parametrize(
    "folder", theme_case_folders(), ids=lambda folder: str(folder.relative_to(FOLDER))
)
NUMBERS = ("double", "bigint", "integer")
# They count line items, tags, terms or emissions, and can't be lowered by money that comes back.
NEVER_NEGATIVE = {"carbon", "recommendations"}


class Asking:
    """One engine for all cases: starting one takes longer than a case."""

    def __init__(self, folder: Path) -> None:
        self.tables = Tables(*empty_relations(folder))
        self.engine = DuckDbEngine(self.tables)

    def answer(
        self, case: ThemeCase, folder: Path, *, empty_texts: bool = False
    ) -> tuple[list[object], list[object]]:
        """What the query answers and what it should, both with the names of the columns first."""
        for table in case.catalog_tables(folder, empty_texts=empty_texts):
            self.tables.put(table)
        result = self.engine.run(Statement(case.query.sql, DATABASE, case.parameters))
        names, *texts = case.expected
        numbers = [column.type in NUMBERS for column in result.columns]
        expected = [
            tuple(plain(float(v) if n and v else v) for v, n in zip(row, numbers, strict=True))
            for row in texts
        ]
        answered = [tuple(map(_text, row)) for row in result.rows]
        return [tuple(c.name for c in result.columns), *answered], [names, *expected]


def _text(value: object) -> object:
    return plain(str(value).lower() if isinstance(value, bool) else value)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    asking = Asking(tmp_path_factory.mktemp("empty"))
    yield asking
    asking.engine.close()


@EACH
def test_an_empty_bill_has_no_answer(query: SavedQuery, tmp_path: Path) -> None:
    """Not one row of zeros; and the columns have the types that the header declares."""
    engine = DuckDbEngine(Tables(*empty_relations(tmp_path)))
    result = engine.run(Statement(query.sql, DATABASE, tuple(default_parameters(query.sql, []))))
    assert [(c.name, re.sub(r"varchar\(\d+\)", "varchar", c.type)) for c in result.columns] == [
        _declared(line) for line in query.header["Columns"].splitlines() if line
    ]
    assert not list(result.rows)
    engine.close()


def _declared(line: str) -> tuple[str, str]:
    column = COLUMN.fullmatch(line.strip())
    assert column, f"`{line}`: a column is `name type  what it says`"
    return column[1], column[2]


@EACH_CASE
def test_a_case_is_answered_as_expected(folder: Path, asking: Asking, tmp_path: Path) -> None:
    """Each folder of tests/queries/<theme>/<query>/."""
    case = read_theme_case(folder)
    answered, expected = asking.answer(case, tmp_path)
    assert answered == expected, case.says


@pytest.mark.parametrize(
    "folder",
    [f for f in theme_case_folders() if {p.stem for p in f.glob("*.csv")} & {"cur2", "focus"}],
    ids=lambda folder: str(folder.relative_to(FOLDER)),
)
def test_a_missing_text_may_be_null_or_empty(folder: Path, asking: Asking, tmp_path: Path) -> None:
    """Of tables; views have made one of both."""
    case = read_theme_case(folder)
    answered, expected = asking.answer(case, tmp_path, empty_texts=True)
    assert answered == expected, case.says


@EACH
def test_every_question_has_cases(query: SavedQuery) -> None:
    """One that is answered, and one with money that comes back."""
    cases = [
        read_theme_case(folder)
        for folder in theme_case_folders()
        if f"{folder.parts[-3]}/{folder.parts[-2]}" == query.full_name
    ]
    assert any(len(case.expected) > 1 for case in cases), "no case with an answer"
    if query.theme not in NEVER_NEGATIVE:
        assert any(_has_negative_cost(case) for case in cases), "no case with a negative cost"


def _has_negative_cost(case: ThemeCase) -> bool:
    costs = [
        amount
        for table in case.rows.values()
        for name in table.column_names
        if "cost" in name and name in table.column_names and table[name].type == "double"
        for amount in table[name].to_pylist()
    ]
    return any(amount is not None and amount < 0 for amount in costs)


def test_every_question_reads_what_there_is() -> None:
    """Tables and views by name."""
    assert {name for query in QUERIES.values() for name in query.reads} <= set(RELATIONS)
