"""The books of a folder, or of the samples: no Terraform, no crawl."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from athena.engine import Engine, Statement
from athena.errors import ScanLimitExceeded, SqlError
from athena.text import athena_text
from costs.reconciliation.books import DeliveredMonth, NotAnswered, Row, StoredFile
from costs.reconciliation.files import NotParquet, has_rows, payers
from emulator.bills.billed_month import BilledMonth
from emulator.bills.billed_tables import BilledTables
from emulator.bills.intake.found_files import MonthFolder, find_files
from emulator.bills.intake.manifests import named_files
from emulator.bills.intake.outcome import Intake
from emulator.bills.sources import bills
from emulator.cloud.engine_name import EngineName
from emulator.cloud.folder_engine import Progress, engine_over
from emulator.environment import Emulated
from modules.plan import Delivery


class LocalBooks:
    """What the intake made of a folder, and an engine over it.

    What a manifest doesn't name isn't in its tables, though Athena would read it: so it is told here.
    """

    def __init__(
        self, emulated: Emulated, intake: Intake, catalog: BilledTables, engine: Engine
    ) -> None:
        self._emulated = emulated
        self._engine = engine
        self._months = intake.months
        self._folders: list[MonthFolder] = []
        self.relations = frozenset(catalog.tables(emulated.names.database))

    @classmethod
    @contextmanager
    def of(
        cls,
        data: Path | None,
        emulated: Emulated,
        engine_name: EngineName = EngineName.DUCKDB,
        progress: Progress = lambda line: None,
    ) -> Iterator[tuple["LocalBooks", Intake]]:
        """With what was wrong with the data. Raises DataFolderError, TrinoUnavailable."""
        with TemporaryDirectory(prefix="aws-cost-pipeline-") as scratch:
            wanted = [line.dataset for line in emulated.plan.lines]
            intake = bills(data, Path(scratch), wanted, emulated=emulated)
            catalog = BilledTables(emulated, intake.months)
            with engine_over(engine_name, emulated, catalog, progress) as engine:
                books = cls(emulated, intake, catalog, engine)
                if data is not None:
                    books._folders = find_files(data.resolve()).months
                yield books, intake

    def deliveries(self) -> Sequence[DeliveredMonth]:
        """Of exports that are on."""
        return list(self._deliveries())

    def months(self) -> Sequence[str]:
        return ()

    def ask(self, sql: str) -> Sequence[Row]:
        try:
            result = self._engine.run(Statement(sql, self._emulated.names.database))
            types = [column.type for column in result.columns]
            return [
                tuple(athena_text(v, t) for v, t in zip(row, types, strict=True))
                for row in result.rows
            ]
        except (SqlError, ScanLimitExceeded) as error:
            raise NotAnswered(str(error)) from None

    def _deliveries(self) -> Iterator[DeliveredMonth]:
        told: set[MonthFolder] = set()
        for month in self._months:
            line = self._emulated.plan.line_of(month.dataset)
            if line is None:
                continue
            folders = [f for f in self._folders if any(f.path in c.parents for c in _paths(month))]
            told |= set(folders)
            yield _delivered(line.delivery_of(month.payer), month, folders)
        for folder in self._folders:
            line = self._emulated.plan.line_of(folder.dataset)
            if folder not in told and line:
                empty = BilledMonth(folder.dataset, folder.period, ())
                found = _delivered(line.deliveries[0], empty, [folder])
                if found.missing or found.surplus:
                    yield found


def _paths(month: BilledMonth) -> tuple[Path, ...]:
    return (*month.chunks, *month.unreadable)


def _delivered(
    delivery: Delivery, month: BilledMonth, folders: Sequence[MonthFolder]
) -> DeliveredMonth:
    files = tuple(
        _stored(delivery.uri(delivery.data_key(month.period, number)), path)
        for number, path in enumerate(month.chunks, start=1)
    )
    missing: list[str] = []
    surplus: list[StoredFile] = []
    for folder in folders:
        named = named_files(folder)
        if named is None:
            continue
        there = {p.relative_to(folder.path).as_posix(): p for p in _data_files(folder)}
        missing += (str(folder.path / name) for name in sorted(named - there.keys()))
        for name in sorted(there.keys() - named):
            file = _stored(str(there[name]), there[name])
            if has_rows(file):
                surplus.append(file)
    keys = zip(
        delivery.dataset.partition_keys, delivery.partition_values(month.period), strict=True
    )
    return DeliveredMonth(
        delivery.dataset,
        month.payer or _payer(files, delivery),
        month.period,
        dict(keys),
        files,
        tuple(missing),
        tuple(surplus),
    )


def _stored(uri: str, path: Path) -> StoredFile:
    return StoredFile(uri, lambda: path.open("rb"))


def _data_files(folder: MonthFolder) -> Iterator[Path]:
    """Older versions lie in folders of their own, and manifests beside the data."""
    for path in sorted(folder.path.iterdir()):
        if path.is_file() and path.suffix == ".parquet" and not path.name.startswith((".", "_")):
            yield path


def _payer(files: Sequence[StoredFile], delivery: Delivery) -> str:
    try:
        found = payers(files, delivery.dataset)
    except NotParquet:
        found = frozenset()
    return next(iter(found)) if len(found) == 1 else delivery.payer
