"""A bill that is read once and asked many questions, as a report asks them."""

import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from athena.engine import Engine, Statement
from athena.errors import SqlError
from athena.sql.closing_semicolon import without_closing_semicolon
from costs.bill.months_there import over_months
from costs.bill.question import Answer, QueryError, texts
from costs.bill.sealed_months import sealed_table
from emulator.bills.billed_tables import BilledTables
from emulator.bills.intake.outcome import Intake
from emulator.bills.sources import bills
from emulator.cloud.engine_name import EngineName
from emulator.cloud.folder_engine import Progress, engine_over
from emulator.environment import Emulated
from modules.sealed import Sealing
from modules.views import views_over


@dataclass(frozen=True)
class OpenBill:
    """`relations` are the tables and views that have data, `months` the billing periods of `costs`."""

    intake: Intake
    relations: frozenset[str]
    months: tuple[str, ...]
    database: str
    engine: Engine
    catalog: BilledTables
    emulated: Emulated
    scratch: Path

    def answer(self, sql: str, parameters: Sequence[str] = ()) -> Answer:
        """Raises QueryError."""
        statement = Statement(without_closing_semicolon(sql), self.database, tuple(parameters))
        try:
            return texts(self.engine.run(statement))
        except SqlError as error:
            raise QueryError(str(error)) from None

    def seal(self, table: str, months: Collection[str]) -> None:
        """Make a sealed table small, for who asks it often and about no other months.

        Trino goes on reading its view.
        """
        sealing = Sealing.of(self.emulated.plan)
        if self.engine.name != EngineName.DUCKDB or not sealing:
            return
        there = [month for month in self.months if month in months]
        for found in sealing.tables:
            if found.name == table:
                sealed = sealed_table(found, there, self.engine, self.database, self.scratch)
                self.catalog.put(sealed)


@contextmanager
def opened(
    data: Path | None,
    emulated: Emulated,
    engine_name: EngineName = EngineName.DUCKDB,
    progress: Progress = lambda line: None,
) -> Iterator[OpenBill]:
    """The user's data or the samples. Tables without a month aren't there, so that costs are of those
    that have one. Raises DataFolderError, TrinoUnavailable.
    """
    with tempfile.TemporaryDirectory(prefix="aws-cost-pipeline-") as scratch:
        intake = bills(data, Path(scratch), emulated=emulated)
        found = over_months(emulated, intake.months)
        catalog = BilledTables(found, intake.months)
        database = emulated.names.database
        with engine_over(engine_name, found, catalog, progress) as engine:
            relations = frozenset(catalog.tables(database))
            months = _months(found, intake)
            folder = Path(scratch)
            yield OpenBill(intake, relations, months, database, engine, catalog, found, folder)


def _months(emulated: Emulated, intake: Intake) -> tuple[str, ...]:
    views = views_over({line.dataset.declared_table for line in emulated.plan.lines})
    read = {name for view in views if view.name == "costs" for name in view.reads}
    tables = {name for view in views if view.name in read for name in view.reads}
    readable = [month for month in intake.months if not month.unreadable]
    return tuple(sorted({str(m.period) for m in readable if m.dataset.declared_table in tables}))
