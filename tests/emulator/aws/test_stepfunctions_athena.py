"""A state machine runs an Athena query and waits for its end."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.endpoint import install
from athena.glue.catalog import GlueCatalog
from emulator.aws import stepfunctions_athena, stepfunctions_made_once
from emulator.cloud.cloud import Cloud
from modules import iam
from tests.emulator.aws.machines import add_machine, run

WORKGROUP = "arn:aws:athena:eu-west-1:123456789012:workgroup/primary"
MAY_QUERY = iam.statement(
    "Query",
    ["athena:StartQueryExecution", "athena:GetQueryExecution", "athena:StopQueryExecution"],
    WORKGROUP,
)
MAY_WRITE = iam.statement(
    "Write", "s3:PutObject", ["arn:aws:s3:::sealed/may/*", "arn:aws:s3:::sealed/results/*"]
)


@pytest.fixture
def athena(cloud: Cloud, tmp_path: Path) -> Iterator[Cloud]:
    """Athena that runs SQL, and a bucket to unload into."""
    place = {"LocationConstraint": cloud.region}
    cloud.client("s3").create_bucket(Bucket="sealed", CreateBucketConfiguration=place)
    catalog = GlueCatalog(cloud.account_id, cloud.region, tmp_path)
    service = install(DuckDbEngine(catalog), catalog, cloud.account_id, cloud.region, cloud.who)
    yield cloud
    service.close()
    service.engine.close()


def ended(cloud: Cloud, sql: str, **fields: Any) -> dict[str, Any]:
    """The execution of a machine of one query."""
    results = {"OutputLocation": "s3://sealed/results/"}
    state = {
        "Type": "Task",
        "Resource": "arn:aws:states:::athena:startQueryExecution.sync",
        "Parameters": {"QueryString": sql, "ResultConfiguration": results},
        "End": True,
    }
    definition = {"StartAt": "Query", "States": {"Query": state | fields}}
    return run(cloud, add_machine(cloud, definition, iam.document(MAY_QUERY, MAY_WRITE)))


def test_the_answer_is_that_of_get_query_execution(athena: Cloud) -> None:
    """When the query has succeeded, not when it has started."""
    answer = json.loads(ended(athena, "SELECT 1 AS n")["output"])
    assert answer["QueryExecution"]["Status"]["State"] == "SUCCEEDED"


@pytest.mark.parametrize("sql", ["SELECT nothing", "SELECT 1 / 0 AS n"])
def test_a_failed_query_is_a_failed_task(athena: Cloud, sql: str) -> None:
    """`States.TaskFailed`, which a Catch may name; the cause has Athena's reason."""
    found = ended(athena, sql)
    assert (found["status"], found["error"]) == ("FAILED", "States.TaskFailed")
    status = json.loads(found["cause"])["QueryExecution"]["Status"]
    assert status["State"] == "FAILED"
    assert "StateChangeReason" in status


def test_what_athena_refuses_is_an_error_of_athena(athena: Cloud) -> None:
    """Nothing has started, so that a Retry of it is safe."""
    found = ended(athena, "SELECT FROM WHERE")
    assert found["error"] == "Athena.InvalidRequestException"


def test_unload_writes_where_the_role_may(athena: Cloud) -> None:
    """And is refused elsewhere, before it writes."""
    sql = "UNLOAD (SELECT 1 AS n) TO 's3://sealed/{}/' WITH (format = 'PARQUET', compression = 'ZSTD')"
    assert ended(athena, sql.format("may"))["status"] == "SUCCEEDED"
    assert athena.client("s3").list_objects_v2(Bucket="sealed", Prefix="may/")["KeyCount"] == 1


def test_unload_elsewhere_is_refused(athena: Cloud) -> None:
    """With the role's name, before anything is written."""
    sql = "UNLOAD (SELECT 1 AS n) TO 's3://sealed/not/' WITH (format = 'PARQUET')"
    cause = json.loads(ended(athena, sql)["cause"])["QueryExecution"]["Status"]
    assert cause["StateChangeReason"].startswith("PERMISSION_DENIED: User: arn:aws:iam:")
    assert "s3:PutObject on resource: arn:aws:s3:::sealed/not/" in cause["StateChangeReason"]
    assert athena.client("s3").list_objects_v2(Bucket="sealed", Prefix="not/")["KeyCount"] == 0


def test_moto_alone_does_not_wait(athena: Cloud) -> None:
    """moto knows no `.sync` of Athena; else this patch can go."""
    with stepfunctions_athena.patch.taken_off(), stepfunctions_made_once.patch.taken_off():
        assert ended(athena, "SELECT 1 AS n")["error"] == "States.Runtime"
