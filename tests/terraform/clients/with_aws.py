"""The aws CLI, a process a call."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.terraform.clients.calls import Calls, Place

AWS = Path(sys.executable).with_name("aws")
PLACE = Place.told()
COUNT = "SELECT count(*) AS line_items FROM cur2 WHERE billing_period >= '2000-01'"
call = Calls()
started: list[str] = []


def aws(*arguments: str) -> Any:
    """Its answer. Raises RuntimeError with what it printed."""
    done = subprocess.run([AWS, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return json.loads(done.stdout) if done.stdout.startswith(("{", "[")) else done.stdout


@call("`athena start-query-execution`")
def _() -> None:
    context = f"Database={PLACE.database}"
    question = ("--query-string", COUNT, "--query-execution-context", context)
    answer = aws("athena", "start-query-execution", "--work-group", PLACE.workgroup, *question)
    started.append(answer["QueryExecutionId"])


@call("`athena get-query-execution`")
def _() -> None:
    execution = aws("athena", "get-query-execution", "--query-execution-id", *started)
    assert execution["QueryExecution"]["Status"]["State"] == "SUCCEEDED"


@call("`athena get-query-results`")
def _() -> None:
    rows = aws("athena", "get-query-results", "--query-execution-id", *started)["ResultSet"]["Rows"]
    assert int(rows[1]["Data"][0]["VarCharValue"]) > 0


@call("`athena list-table-metadata`")
def _() -> None:
    place = ("--catalog-name", "AwsDataCatalog", "--database-name", PLACE.database)
    assert aws("athena", "list-table-metadata", *place)["TableMetadataList"]


@call("`athena list-engine-versions`")
def _() -> None:
    aws("athena", "list-engine-versions")


@call("`glue get-tables`, `get-partitions`")
def _() -> None:
    assert aws("glue", "get-tables", "--database-name", PLACE.database)["TableList"]
    table = ("--database-name", PLACE.database, "--table-name", "cur2")
    assert aws("glue", "get-partitions", *table)["Partitions"]


@call("`s3 ls`, `s3 cp`")
def _() -> None:
    assert PLACE.bucket in aws("s3", "ls")
    execution = aws("athena", "get-query-execution", "--query-execution-id", *started)
    result = execution["QueryExecution"]["ResultConfiguration"]["OutputLocation"]
    assert "line_items" in aws("s3", "cp", result, "-")


@call("`bcm-data-exports list-exports` in us-east-1")
def _() -> None:
    assert aws("--region", "us-east-1", "bcm-data-exports", "list-exports")["Exports"]


@call("`sqs list-queues` with `--endpoint-url`")
def _() -> None:
    assert aws("sqs", "list-queues", "--endpoint-url", os.environ["AWS_ENDPOINT_URL"])["QueueUrls"]


@call("`ce get-cost-and-usage`")
def _() -> None:
    period = ("--time-period", "Start=2026-01-01,End=2026-02-01", "--granularity", "MONTHLY")
    aws("ce", "get-cost-and-usage", *period, "--metrics", "UnblendedCost")


if __name__ == "__main__":
    call.make()
