"""Folders drawn at random over all forms of a bill: right, told or refused; by the files and by SQL."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from athena.errors import SqlError
from athena.tables import FixedCatalog
from emulator.bills.billed_tables import billed_table
from emulator.bills.intake.outcome import DataFolderError, Intake
from emulator.bills.intake.reading import read_data_folder
from emulator.bills.intake.totals import totals
from emulator.environment import Emulated
from tests.emulator.bills.random_folders import Folder, folders, same, write
from tests.fuzzing import randomly

Totals = dict[tuple[str, str], float]
MAPS = {"cur2": "product", "focus": "tags"}


class Tables:
    """An engine, and what `query` would have it read."""

    def __init__(self) -> None:
        emulated = Emulated.read("everything")
        self._lines, self._database = emulated.plan.lines, emulated.names.database
        self._catalog = FixedCatalog(self._database, [])
        self.engine = DuckDbEngine(self._catalog)

    def sums(self, intake: Intake) -> Totals:
        """By dataset and month; a table that is refused has none. Maps are read, too."""
        found: Totals = {}
        for line in self._lines:
            there = [m for m in intake.months if m.dataset is line.dataset and not m.unreadable]
            if there:
                self._catalog.put(billed_table(self._database, line, there))
                *_, key = line.dataset.partition_keys
                month = "year || '-' || lpad(month, 2, '0')" if key == "month" else f'"{key}"'
                read = MAPS.get(line.dataset.name, "NULL")
                sql = (
                    f"SELECT substr({month}, 1, 7), sum(CAST({line.dataset.summed_column} AS double)),"
                    f" count({read}) FROM {line.dataset.table} GROUP BY 1"
                )
                try:
                    rows = list(self.engine.run(Statement(sql, self._database)).rows)
                except SqlError:
                    continue
                sums = {str(row[0]): float(str(row[1] or 0)) for row in rows}
                found |= {(line.dataset.name, month): total for month, total in sums.items()}
        return found


@pytest.fixture(scope="module")
def tables() -> Iterator[Tables]:
    made = Tables()
    yield made
    made.engine.close()


@pytest.mark.fuzz
@randomly(100)
@given(folder=folders())
def test_a_total_is_right_or_the_answer_partial(tables: Tables, folder: Folder) -> None:
    """And never larger than the bill, partial or not."""
    with tempfile.TemporaryDirectory() as place:
        data, scratch = Path(place, "data"), Path(place, "scratch")
        scratch.mkdir()
        billed = write(folder, data)
        try:
            intake = read_data_folder(data, scratch)
        except DataFolderError:
            return
        by_files = {
            (month.dataset.name, str(month.period)[:7]): totals(month).sum
            for month in intake.months
            if month.chunks and not month.unreadable
        }
        assert_right_or_told(by_files, billed, intake)
        assert_right_or_told(
            tables.sums(intake), {m: billed[m] for m in by_files}, intake, by_sql=True
        )


def assert_right_or_told(
    found: Totals, billed: Totals, intake: Intake, by_sql: bool = False
) -> None:
    """By SQL a table may be refused, which is told."""
    for month, total in found.items():
        expected = billed.get(month, 0.0)
        smaller = intake.is_partial and total < expected
        assert same(total, expected) or smaller, (month, found, billed, intake.problems)
    if not (intake.is_partial or by_sql):
        missing = {month for month, total in billed.items() if total and month not in found}
        assert not missing, (missing, intake.problems)
