"""The sealed months of the laptop: all of them sealed by one command."""

import json

from emulator.cloud.laptop import Laptop

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
