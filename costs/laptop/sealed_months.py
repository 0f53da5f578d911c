"""The sealed months of the laptop: all of them sealed by one command, and held against the bill."""

import json
import math
from collections.abc import Iterator

from athena.client import run_query
from costs.laptop.reconciliation import TableTotals
from emulator.bills.intake.totals import MonthTotals
from emulator.cloud.laptop import Laptop
from modules.sealed import Sealing

EVERY_MONTH = 1200
PATIENCE = 600.0  # seconds


def seal_every_month(laptop: Laptop, state_machine: str) -> list[str]:
    """What `aws stepfunctions start-execution` does once; how each of its executions ended."""
    states = laptop.cloud.client("stepfunctions")
    before = {found["executionArn"] for found in _executions(laptop, state_machine)}
    asked = json.dumps({"last_months": EVERY_MONTH})
    states.start_execution(stateMachineArn=state_machine, input=asked)
    laptop.cloud.wait_until_idle(PATIENCE)
    ended = _executions(laptop, state_machine)
    return [found["status"] for found in ended if found["executionArn"] not in before]


def _executions(laptop: Laptop, state_machine: str) -> list[dict[str, str]]:
    states = laptop.cloud.client("stepfunctions")
    pages = states.get_paginator("list_executions").paginate(stateMachineArn=state_machine)
    return [found for page in pages for found in page["executions"]]


def sealed_months(laptop: Laptop, table: str) -> list[str]:
    """The months that a sealed table has."""
    pages = laptop.cloud.client("glue").get_paginator("get_partitions")
    asked = {"DatabaseName": laptop.emulated.names.database, "TableName": table}
    found = [partition for page in pages.paginate(**asked) for partition in page["Partitions"]]
    return sorted(partition["Values"][0] for partition in found)


def sealed_totals(laptop: Laptop) -> Iterator[TableTotals]:
    """Each sealed table against what costs say of the same months."""
    sealing = Sealing.of(laptop.emulated.plan)
    for table in sealing.tables if sealing else ():
        months = sealed_months(laptop, table.name)
        if months:
            raw = [_asked(laptop, "count(*)", "costs", month) for month in months]
            sealed = [_asked(laptop, "sum(line_items)", table.name, month) for month in months]
            yield TableTotals(table.name, _added(raw), _added(sealed))


def _asked(laptop: Laptop, rows: str, relation: str, month: str) -> MonthTotals:
    names = laptop.emulated.names
    where = f"WHERE billing_period = '{month}'"
    sql = f"SELECT {rows}, sum(unblended_cost) FROM {relation} {where}"
    found = run_query(laptop.cloud.client("athena"), sql, names.workgroup, names.database)
    return MonthTotals(int(found.rows[0][0] or 0), float(found.rows[0][1] or 0))


def _added(months: list[MonthTotals]) -> MonthTotals:
    return MonthTotals(sum(m.rows for m in months), math.fsum(m.sum for m in months))
