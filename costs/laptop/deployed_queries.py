"""Saved queries, read back from Athena and run with the months that the tables hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from athena.client import QueryRows, run_query
from emulator.bills.billed_month import BilledMonth
from emulator.cloud.laptop import Laptop
from modules.sql import default_parameters


@dataclass(frozen=True)
class Saved:
    """A named query of the workgroup."""

    name: str
    sql: str

    @property
    def table(self) -> str:
        return self.name.split("/")[0]


def saved_queries(laptop: Laptop) -> list[Saved]:
    """Every named query of the workgroup, by name."""
    athena = laptop.cloud.client("athena")
    pages = athena.get_paginator("list_named_queries").paginate(
        WorkGroup=laptop.emulated.names.workgroup
    )
    found = []
    for page in pages:
        for id_ in page["NamedQueryIds"]:
            query = athena.get_named_query(NamedQueryId=id_)["NamedQuery"]
            found.append(Saved(query["Name"], query["QueryString"]))
    return sorted(found, key=lambda query: query.name)


def run_saved(laptop: Laptop, query: Saved, months: Sequence[BilledMonth]) -> QueryRows:
    """Run one over all months of its table. Raises QueryFailed."""
    names = laptop.emulated.names
    periods = [month.period for month in months if month.dataset.table == query.table]
    parameters = default_parameters(query.sql, periods)
    athena = laptop.cloud.client("athena")
    return run_query(athena, query.sql, names.workgroup, names.database, parameters)
