"""The deployed sealing of months, on Athena that runs SQL, with deliveries of a few line items."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
from moto.cloudwatch.models import cloudwatch_backends

from athena.client import run_query
from athena.duckdb.engine import DuckDbEngine
from athena.endpoint import AthenaService, install
from athena.engine import Engine
from athena.glue.catalog import GlueCatalog
from athena.glue.objects import S3Uri
from emulator.aws.pace import PACE
from emulator.cloud.cloud import Cloud
from modules import iam
from modules.datasets import CUR2, BillingPeriod
from modules.plan import Plan
from tests.conftest import Json, Stack, environment
from tests.emulator.aws.machines import states_entered
from tests.emulator.deployment import Deployment
from tests.emulator.line import parquet

EXPORTS: Json = {}  # CUR 2.0 and FOCUS, as they are by default
PLAN = Plan.of(environment(exports=EXPORTS))
NAMES = PLAN.names
(DELIVERY,) = [d for d in PLAN.deliveries if d.dataset is CUR2]
MONTH = BillingPeriod(2026, 1)
DAWN = datetime(2026, 2, 1, tzinfo=UTC)
CREATED = (
    "storage/data_exports_bucket/bucket",
    "storage/sealed_bucket/bucket",
    "storage/results_bucket/bucket",
    "catalog/database",
    "catalog/cur2_table",
    "catalog/daily_costs_table",
    "catalog/resource_costs_table",
    "query/views",
    "query/sealed_sources",
    "query/workgroup",
    "query/sealing_workgroup",
    "query/month_sealer",
)

TEXTS = (
    "bill_payer_account_id",
    "line_item_usage_account_id",
    "line_item_product_code",
    "line_item_line_item_type",
    "line_item_resource_id",
)
AMOUNTS = ("line_item_usage_amount", "line_item_unblended_cost")
SCHEMA = pa.schema(
    {
        "line_item_usage_start_date": pa.timestamp("ms"),
        **dict.fromkeys(TEXTS, pa.string()),
        **dict.fromkeys(AMOUNTS, pa.float64()),
    }
)


class Sealing:
    """What was built, and the clients to look at it."""

    def __init__(
        self, cloud: Cloud, stack: Stack, service: AthenaService, beside: tuple[str, ...]
    ) -> None:
        self.cloud = cloud
        self.service = service
        self._deployment = Deployment(cloud, stack)
        self._deployment.create(*CREATED, *beside)
        self.machine = NAMES.arn("states", f"stateMachine:{NAMES.month_sealer}")
        self._deliveries = 0

    @classmethod
    @contextmanager
    def on(
        cls,
        cloud: Cloud,
        stack: Stack,
        folder: Path,
        engine: Engine | None = None,
        beside: tuple[str, ...] = (),
    ) -> Iterator["Sealing"]:
        """Deployed, its waits shortened; an engine that is given stays open.

        `beside` are constructs that are created, too.
        """
        PACE.wait = 0.01
        catalog = GlueCatalog(cloud.account_id, cloud.region, folder)
        own = engine or DuckDbEngine(catalog)
        service = install(own, catalog, cloud.account_id, cloud.region, cloud.who)
        try:
            yield cls(cloud, stack, service, beside)
        finally:
            service.close()
            if engine is None:
                own.close()

    def deliver(
        self, *files: pa.Table, manifest: bool = True, pause: float = 0, lost: int = 0
    ) -> None:
        """Overwrite the month as AWS does, and tell the catalog as a crawl does.

        The manifest names the files, and as many more as are `lost`.

        S3 tells times by the second, in which a test delivers several times: so each delivery is an hour
        of its own. `pause` is how long each file takes, in seconds.
        """
        self._deliveries += 1
        for number, rows in enumerate(files, start=1):
            self._put(DELIVERY.data_key(MONTH, number), parquet(rows))
            time.sleep(pause)
        if manifest:
            numbers = range(1, len(files) + lost + 1)
            named = [DELIVERY.uri(DELIVERY.data_key(MONTH, number)) for number in numbers]
            told = {"executionId": str(self._deliveries), "dataFiles": named}
            self._put(DELIVERY.manifest_key(MONTH), json.dumps(told).encode())
        self.catalogue()

    def overwrite(self, number: int, rows: pa.Table) -> None:
        """One file of the next delivery, an hour later."""
        self._deliveries += 1
        self._put(DELIVERY.data_key(MONTH, number), parquet(rows))

    def _put(self, key: str, body: bytes) -> None:
        self.cloud.client("s3").put_object(Bucket=DELIVERY.bucket, Key=key, Body=body)
        stored = self.service.objects.get(S3Uri(DELIVERY.bucket, key))
        assert stored
        stored.last_modified = (DAWN + timedelta(hours=self._deliveries)).replace(tzinfo=None)

    def catalogue(self) -> None:
        """The month's partition, unless it is there."""
        glue = self.cloud.client("glue")
        place = {"DatabaseName": NAMES.database, "TableName": "cur2"}
        storage = glue.get_table(DatabaseName=NAMES.database, Name="cur2")["Table"]
        location = {"Location": DELIVERY.uri(DELIVERY.month_prefix(MONTH))}
        partition = {
            "Values": list(DELIVERY.partition_values(MONTH)),
            "StorageDescriptor": storage["StorageDescriptor"] | location,
        }
        if not glue.get_partitions(**place)["Partitions"]:
            glue.create_partition(**place, PartitionInput=partition)

    def start(self, **asked: Any) -> str:
        """Start the state machine, for the month if nothing else is asked."""
        asked = asked or {"billing_period": str(MONTH)}
        started = self.cloud.client("stepfunctions").start_execution(
            stateMachineArn=self.machine, input=json.dumps(asked)
        )
        arn: str = started["executionArn"]
        return arn

    def ended(self, execution: str) -> Json:
        """When everything has ended, how this execution did."""
        self.cloud.wait_until_idle()
        states = self.cloud.client("stepfunctions")
        described: Json = states.describe_execution(executionArn=execution)
        return described

    def seal(self, **asked: Any) -> Json:
        return self.ended(self.start(**asked))

    def forbid(self, action: str) -> None:
        """From now on the machine's role may not do it."""
        states, iam_client = self.cloud.client("stepfunctions"), self.cloud.client("iam")
        role = states.describe_state_machine(stateMachineArn=self.machine)["roleArn"]
        denied = iam.document(iam.statement("Forbidden", action, "*", effect="Deny"))
        iam_client.put_role_policy(
            RoleName=role.rpartition("/")[2],
            PolicyName="forbidden",
            PolicyDocument=iam.render(denied),
        )

    def states_entered(self, execution: str) -> list[str]:
        """By name, in order."""
        return states_entered(self.cloud, execution)

    def ask(self, sql: str) -> list[tuple[str | None, ...]]:
        """Rows, as a reader gets them."""
        athena = self.cloud.client("athena")
        return list(run_query(athena, sql, NAMES.workgroup, NAMES.database).rows)

    def metrics(self) -> dict[tuple[str, str], list[float]]:
        """What was put of this pipeline, by the metric's name and its table or dataset."""
        found: dict[tuple[str, str], list[float]] = {}
        backend = cloudwatch_backends[self.cloud.account_id][self.cloud.region]
        for datum in backend.metric_data:
            pipeline, about = (dimension.value for dimension in datum.dimensions)
            assert (datum.namespace, pipeline) == ("CostPipeline", NAMES.prefix)
            found.setdefault((datum.name, about), []).append(datum.value)
        return found

    def partition(self, table: str = "daily_costs") -> Json:
        """The sealed month in the catalog."""
        found: Json = self.cloud.client("glue").get_partition(
            DatabaseName=NAMES.database, TableName=table, PartitionValues=[str(MONTH)]
        )["Partition"]
        return found

    def folders(self, table: str = "daily_costs") -> set[str]:
        """The generations of the month that are in S3."""
        listed = self.service.objects.listing(NAMES.sealed_bucket).below(f"{table}/{MONTH}/")
        return {str(key.name).rpartition("/")[0] + "/" for key in listed}


def items(cost: float, hours: int = 3, account: str = "2") -> pa.Table:
    """Line items of one machine, an hour each, of this cost an hour."""
    start = datetime(2026, 1, 1)
    return pa.table(
        {
            "line_item_usage_start_date": [start + timedelta(hours=h) for h in range(hours)],
            "bill_payer_account_id": ["1"] * hours,
            "line_item_usage_account_id": [account] * hours,
            "line_item_product_code": ["AmazonEC2"] * hours,
            "line_item_line_item_type": ["Usage"] * hours,
            "line_item_resource_id": ["i-1"] * hours,
            "line_item_usage_amount": [1.0] * hours,
            "line_item_unblended_cost": [cost] * hours,
        },
        SCHEMA,
    )
