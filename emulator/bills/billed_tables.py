"""The tables as the deployed catalog would describe them, straight over files: what `query` reads.

No cloud, no crawl: a second instead of a minute. Columns are those that the stack declares or that a
crawl of the same files finds; an unreadable month stays out, as a crawl leaves it out. What is sealed
is a view here: its answers are those of the table, and nobody waits for a state machine.
"""

from collections.abc import Sequence
from dataclasses import replace

import pyarrow.parquet as pq

from athena.arrow import columns_of
from athena.tables import CatalogColumn, CatalogTable, DataFile, FixedCatalog, Partition
from emulator.bills.billed_month import BilledMonth
from emulator.environment import Emulated
from modules.datasets.legacy_cur import LegacyCurDataset
from modules.plan import Delivery, Line, Plan
from modules.sealed import Sealing
from modules.views import View, views_over


class BilledTables(FixedCatalog):
    """One database with a table for each enabled export, and the views over them."""

    def __init__(self, emulated: Emulated, months: Sequence[BilledMonth]) -> None:
        database = emulated.names.database
        tables = []
        for line in emulated.plan.lines:
            found = [m for m in months if m.dataset is line.dataset and not m.unreadable]
            if found or not line.dataset.growing_schema:
                tables.append(billed_table(database, line, found))
            if isinstance(line.dataset, LegacyCurDataset):
                tables.append(_declared(database, line, line.dataset, found))
        query = emulated.plan.environment.query
        there = views_over({table.name for table in tables}, query.tags, query.listed_accounts)
        views = [*there, *_sealed(emulated.plan)]
        super().__init__(database, [*tables, *(_view(database, view) for view in views)])


def billed_table(database: str, line: Line, months: Sequence[BilledMonth]) -> CatalogTable:
    """A line's own table, over the files of these months."""
    columns = {column.athena_name: column.type for column in line.dataset.columns}
    for column in columns_of(pq.read_schema(chunk) for month in months for chunk in month.chunks):
        columns.setdefault(column.name, column.type)
    return CatalogTable(
        database,
        line.dataset.table,
        tuple(CatalogColumn(name, type_) for name, type_ in columns.items()),
        tuple(CatalogColumn(key, "string") for key in line.dataset.partition_keys),
        tuple(_partition(line.delivery_of(month.payer), month) for month in months),
        location=line.location,
    )


def _declared(
    database: str, line: Line, dataset: LegacyCurDataset, months: Sequence[BilledMonth]
) -> CatalogTable:
    delivery = line.deliveries[0]
    keys = ("payer", "report", "year", "month")
    partitions = (_partition(delivery, month) for month in months)
    return CatalogTable(
        database,
        dataset.declared_table,
        tuple(CatalogColumn(column.name, column.type) for column in dataset.known_columns),
        tuple(CatalogColumn(key, "string") for key in keys),
        tuple(
            replace(found, values=(delivery.payer, delivery.export, *found.values[-2:]))
            for found in partitions
        ),
        location=delivery.uri(delivery.data_prefix),
    )


def _sealed(plan: Plan) -> list[View]:
    sealing = Sealing.of(plan)
    tables = sealing.tables if sealing else ()
    return [replace(table.source, name=table.name) for table in tables]


def _view(database: str, view: View) -> CatalogTable:
    columns = tuple(CatalogColumn(column.name, column.hive_type) for column in view.columns)
    return CatalogTable(database, view.name, columns, view_sql=view.sql)


def _partition(delivery: Delivery, month: BilledMonth) -> Partition:
    return Partition(
        delivery.partition_values(month.period),
        delivery.uri(delivery.month_prefix(month.period)),
        tuple(
            DataFile(
                delivery.uri(delivery.data_key(month.period, number)),
                str(chunk),
                chunk.stat().st_size,
                chunk,
            )
            for number, chunk in enumerate(month.chunks, start=1)
        ),
    )
