"""What the queries answer: small bills worked out by hand, and sums that must agree."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from emulator.bills.billed_tables import BilledTables
from emulator.bills.generator.renderings import write_dataset
from emulator.bills.generator.story import BillingStory
from emulator.bills.intake.reading import read_data_folder
from emulator.bills.intake.totals import totals
from emulator.environment import Emulated
from modules.datasets import CUR2, FOCUS, LEGACY_CUR, BillingPeriod, Dataset
from modules.sql import default_parameters, read_queries
from tests.queries.cases import FOLDER, QUERIES, Case, case_folders, read_case
from tests.queries.tables import DATABASE, Tables, table_of
from tests.queries.view_cases import VIEWS_BY_NAME, view_table
from tests.queries.view_cases import table_of as declared_table

EACH = pytest.mark.parametrize(
    "folder", case_folders(), ids=lambda folder: str(folder.relative_to(FOLDER))
)
Rows = list[tuple[object, ...]]
ODDITIES = {"unknown_line_item_types"}  # in a bill as it should be there are none


class Asking:
    """One engine for all cases: starting one takes longer than a case."""

    def __init__(self) -> None:
        self._tables = Tables(*map(view_table, VIEWS_BY_NAME.values()))
        self.engine = DuckDbEngine(self._tables)

    def answer(self, case: Case, months: Mapping[str, pa.Table], folder: Path) -> tuple[Rows, Rows]:
        """What the query answers and what it should, both with the names of the columns first."""
        self._tables.put(table_of(case.dataset, months, folder))
        if case.dataset is LEGACY_CUR:
            self._tables.put(declared_table("cur_declared", _declared_rows(months), folder))
        result = self.engine.run(Statement(case.query.sql, DATABASE, case.parameters))
        names, *texts = case.expected
        numbers = [column.type in ("double", "bigint") for column in result.columns]
        expected = [
            tuple(plain(float(v) if n and v else v) for v, n in zip(row, numbers, strict=True))
            for row in texts
        ]
        answered = [tuple(map(plain, row)) for row in result.rows]
        return [tuple(c.name for c in result.columns), *answered], [names, *expected]


def _declared_rows(months: Mapping[str, pa.Table]) -> pa.Table:
    """The same files under the columns that legacy CUR can have, months as AWS writes them."""
    keys = {month: (month[:4], month[5:].lstrip("0")) for month in months}
    return pa.concat_tables(
        [
            rows.append_column("year", pa.repeat(keys[month][0], len(rows))).append_column(
                "month", pa.repeat(keys[month][1], len(rows))
            )
            for month, rows in months.items()
        ]
    )


@pytest.fixture(scope="module")
def asking() -> Iterator[Asking]:
    asking = Asking()
    yield asking
    asking.engine.close()


def plain(value: object) -> object:
    """Doubles to the ninth decimal: an engine adds in its own order."""
    if value is None:
        return None
    return round(value, 9) if isinstance(value, int | float) else str(value)


@EACH
def test_a_case_is_answered_as_expected(folder: Path, asking: Asking, tmp_path: Path) -> None:
    """Each folder of tests/queries/<table>/<query>/."""
    case = read_case(folder)
    answered, expected = asking.answer(case, case.months, tmp_path)
    assert answered == expected, case.says


@EACH
def test_a_missing_text_may_be_null_or_empty(folder: Path, asking: Asking, tmp_path: Path) -> None:
    """AWS doesn't say which; every case has the same answer."""
    case = read_case(folder)
    answered, expected = asking.answer(case, case.months_with_empty_texts(), tmp_path)
    assert answered == expected, case.says


@pytest.mark.parametrize(("table", "query"), QUERIES)
def test_every_query_has_the_usual_cases(table: str, query: str) -> None:
    """An ordinary bill, negative costs, nothing in the period."""
    cases = [
        read_case(folder) for folder in case_folders() if folder.parts[-3:-1] == (table, query)
    ]
    assert any(len(case.expected) == 1 for case in cases), "no case without an answer"
    lowest = [_lowest_cost(case) for case in cases]
    assert any(cost < 0 for cost in lowest), "no case with a credit or a refund"
    assert any(cost >= 0 for cost in lowest), "no case without one"


def _lowest_cost(case: Case) -> float:
    costs = pa.concat_tables(case.months.values())[case.dataset.summed_column]
    return min(map(float, costs.to_pylist()))


@pytest.mark.parametrize("dataset", [CUR2, FOCUS, LEGACY_CUR], ids=lambda dataset: dataset.name)
def test_every_query_adds_up_to_the_bill(dataset: Dataset, tmp_path: Path) -> None:
    """Over generated months, and over the two real ones; apart from those that look for oddities."""
    if dataset is not LEGACY_CUR:
        story = BillingStory(BillingPeriod(2025, 12), months=2)
        months = list(write_dataset(story, dataset, tmp_path))
    else:
        months = list(read_data_folder(Path("samples/legacy-cur"), tmp_path).months)
    expected = sum(totals(month).sum for month in months)
    engine = DuckDbEngine(BilledTables(Emulated.read("example"), months))
    for query in read_queries(dataset.table):
        parameters = tuple(default_parameters(query.sql, [month.period for month in months]))
        result = engine.run(Statement(query.sql, DATABASE, parameters))
        names = [column.name for column in result.columns]
        if query.name in ODDITIES:
            assert not list(result.rows)
        elif "unblended_cost" in names:
            place = names.index("unblended_cost")
            assert sum(row[place] for row in result.rows) == pytest.approx(expected), query.name  # type: ignore[misc]
        else:
            assert list(result.rows)
    engine.close()
