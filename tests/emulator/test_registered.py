"""An export without a crawler: the deployed rule, state machine and role add its partitions."""

import json
from pathlib import Path
from typing import Any

import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from athena.glue.catalog import GlueCatalog
from emulator.aws.pace import PACE
from emulator.cloud.cloud import Cloud
from modules.datasets import (
    CARBON,
    COST_OPTIMIZATION,
    CUR2,
    FOCUS,
    BillingPeriod,
    DataExportsDataset,
    ModelMonth,
    SnapshotDay,
)
from modules.plan import Delivery, Plan
from modules.running_cost import CRAWLED, KNOWN, LOOK, REGISTERED
from tests.conftest import Json, Synthesize, environment
from tests.emulator.aws.machines import states_entered
from tests.emulator.deployment import Deployment
from tests.emulator.line import parquet

PERIODS: dict[DataExportsDataset, BillingPeriod] = {
    CUR2: BillingPeriod(2026, 1),
    FOCUS: BillingPeriod(2026, 1),
    COST_OPTIMIZATION: SnapshotDay(2026, 1, 31),
    CARBON: ModelMonth(2026, 1, "v3.0.0"),
}
REGISTERED_CATALOG = {"catalog": "registered"}
PAYER = "210987654321"
STATEMENT = """SELECT source_account_id, report_name, billing_period, line_item_unblended_cost
    FROM cur2 ORDER BY billing_period, line_item_unblended_cost"""

MANIFEST = b'{"columns": [{"name": "line_item_unblended_cost", "type": "double"}]}'


class Catalogued:
    """The deployed way from bucket to catalog, of the exports that are named."""

    def __init__(
        self, cloud: Cloud, synthesize: Synthesize, exports: Json, **others: object
    ) -> None:
        off = {dataset.name: {"enabled": False} for dataset in PERIODS}
        on = {name: {"enabled": True} | section for name, section in exports.items()}
        unsealed = {"query": {"sealed": {"enabled": False}}}
        settings: Json = {"exports": off | on} | unsealed | others
        self.plan = Plan.of(environment(**settings))
        self.cloud = cloud
        self.glue = cloud.client("glue")
        Deployment(cloud, synthesize(**settings)).create(
            "storage/data_exports_bucket", "events", "catalog"
        )

    def delivery(self, dataset: DataExportsDataset) -> Delivery:
        line = self.plan.line_of(dataset)
        assert line
        return line.deliveries[0]

    def put(self, delivery: Delivery, *keys: str, body: bytes = b"{}") -> None:
        """Objects that arrive before anything happens about them."""
        for key in keys:
            self.cloud.client("s3").put_object(Bucket=delivery.bucket, Key=key, Body=body)

    def deliver(self, dataset: DataExportsDataset, period: BillingPeriod, *costs: float) -> None:
        """A month of line items, its manifest last."""
        delivery = self.delivery(dataset)
        rows = parquet({"line_item_unblended_cost": list(costs)})
        self.put(delivery, delivery.data_key(period, 1), body=rows)
        self.put(delivery, delivery.manifest_key(period), body=MANIFEST)
        self.cloud.wait_until_idle()

    def partitions(self, table: str) -> dict[tuple[str, ...], str]:
        """Their places by their values."""
        found = self.glue.get_partitions(DatabaseName=self.plan.names.database, TableName=table)
        return {
            tuple(partition["Values"]): partition["StorageDescriptor"]["Location"]
            for partition in found["Partitions"]
        }

    def ended(self) -> list[dict[str, Any]]:
        """The executions, the latest first."""
        states = self.cloud.client("stepfunctions")
        (machine,) = states.list_state_machines()["stateMachines"]
        listed = states.list_executions(stateMachineArn=machine["stateMachineArn"])["executions"]
        return [states.describe_execution(executionArn=one["executionArn"]) for one in listed]

    def states_entered(self, execution: dict[str, Any]) -> list[str]:
        """By name."""
        return states_entered(self.cloud, execution["executionArn"])


@pytest.fixture(autouse=True)
def hurry(cloud: Cloud) -> None:
    """In AWS a state waits; the cloud resets this."""
    PACE.wait = 0.01


@pytest.fixture
def registered(cloud: Cloud, synthesize: Synthesize) -> Catalogued:
    """CUR 2.0 alone."""
    return Catalogued(cloud, synthesize, {"cur2": REGISTERED_CATALOG})


def rows(catalogued: Catalogued, folder: Path) -> list[tuple[Any, ...]]:
    cloud = catalogued.cloud
    engine = DuckDbEngine(GlueCatalog(cloud.account_id, cloud.region, folder))
    try:
        answer = engine.run(Statement(STATEMENT, catalogued.plan.names.database))
        return list(answer.rows)
    finally:
        engine.close()


def test_the_same_deliveries_give_the_same_rows_in_both_modes(
    cloud: Cloud, synthesize: Synthesize, tmp_path: Path
) -> None:
    """Two months, one of them refreshed; crawled with a queue and registered without one."""
    answers: dict[str, Any] = {}
    for mode in ("crawler", "registered"):
        cloud.reset()
        PACE.wait = 0.01
        catalogued = Catalogued(cloud, synthesize, {"cur2": {"catalog": mode}})
        catalogued.deliver(CUR2, BillingPeriod(2025, 12), 1.0, 2.5)
        catalogued.deliver(CUR2, BillingPeriod(2026, 1), 3.0)
        catalogued.deliver(CUR2, BillingPeriod(2026, 1), 3.0, 4.0)
        lists = cloud.client("sqs").list_queues(QueueNamePrefix="cid-cur2").get("QueueUrls")
        assert bool(lists) == (mode == "crawler")
        answers[mode] = (rows(catalogued, tmp_path / mode), catalogued.partitions("cur2"))
    assert len(answers["registered"][0]) == 4
    assert answers["registered"] == answers["crawler"]


def test_each_dataset_is_registered_where_the_plan_puts_it(
    cloud: Cloud, synthesize: Synthesize
) -> None:
    """Months, days and a model's months: values and folder as the manifest's key tells them."""
    exports = {dataset.name: REGISTERED_CATALOG for dataset in PERIODS}
    catalogued = Catalogued(cloud, synthesize, exports)
    for dataset, period in PERIODS.items():
        catalogued.deliver(dataset, period, 1.0)
        delivery = catalogued.delivery(dataset)
        assert catalogued.partitions(dataset.table) == {
            delivery.partition_values(period): delivery.uri(delivery.month_prefix(period))
        }


def test_a_partition_has_the_columns_and_formats_of_its_table(registered: Catalogued) -> None:
    """Those that the table has now, in its order: Athena compares them."""
    registered.deliver(CUR2, BillingPeriod(2026, 1), 1.0)
    place = {"DatabaseName": registered.plan.names.database}
    table = registered.glue.get_table(Name="cur2", **place)["Table"]
    (partition,) = registered.glue.get_partitions(TableName="cur2", **place)["Partitions"]
    described = table["StorageDescriptor"] | {"Location": ...}
    assert partition["StorageDescriptor"] | {"Location": ...} == described


def test_overlapping_deliveries_make_one_partition(registered: Catalogued) -> None:
    """Both look before either adds: who comes second finds it there, and that is success."""
    delivery, january = registered.delivery(CUR2), BillingPeriod(2026, 1)
    registered.put(delivery, *[delivery.manifest_key(january)] * 4)
    registered.cloud.wait_until_idle()
    assert [execution["status"] for execution in registered.ended()] == ["SUCCEEDED"] * 4
    assert len(registered.partitions("cur2")) == 1


def test_a_partition_follows_the_folder_of_its_manifest(registered: Catalogued) -> None:
    """AWS's page and live accounts differ in its case, and a location is case-sensitive."""
    delivery, january = registered.delivery(CUR2), BillingPeriod(2026, 1)
    registered.deliver(CUR2, january, 1.0)
    manifest = delivery.manifest_key(january).replace("BILLING_PERIOD", "billing_period")
    registered.put(delivery, manifest)
    registered.cloud.wait_until_idle()
    folder = delivery.month_prefix(january).replace("BILLING_PERIOD", "billing_period")
    assert registered.partitions("cur2") == {
        delivery.partition_values(january): delivery.uri(folder)
    }


def test_each_payers_months_are_registered(cloud: Cloud, synthesize: Synthesize) -> None:
    """In one table, told apart by the account."""
    catalogued = Catalogued(
        cloud, synthesize, {"cur2": REGISTERED_CATALOG}, payers=[PAYER], own_exports=True
    )
    january = BillingPeriod(2026, 1)
    line = catalogued.plan.line_of(CUR2)
    assert line
    for delivery in line.deliveries:
        catalogued.put(delivery, delivery.manifest_key(january))
    cloud.wait_until_idle()
    assert catalogued.partitions("cur2") == {
        delivery.partition_values(january): delivery.uri(delivery.month_prefix(january))
        for delivery in line.deliveries
    }
    assert len(line.deliveries) == 2


@pytest.mark.parametrize("versions", [("20260131T07Z-a", "20260131T15Z-b"), ("20260131T15Z-b",)])
def test_a_day_that_has_versions_is_its_latest(
    cloud: Cloud, synthesize: Synthesize, versions: tuple[str, ...]
) -> None:
    """Their copies beside the folders change nothing, nor does an older one that comes late."""
    section = REGISTERED_CATALOG | {"overwrite": "CREATE_NEW_REPORT"}
    catalogued = Catalogued(cloud, synthesize, {"cost_optimization": section})
    delivery, day = catalogued.delivery(COST_OPTIMIZATION), SnapshotDay(2026, 1, 31)
    for version in (*versions, "20260131T11Z-c"):
        catalogued.put(delivery, delivery.manifest_key(day, version), delivery.manifest_key(day))
        cloud.wait_until_idle()
    assert catalogued.partitions("coh") == {
        delivery.partition_values(day): f"{delivery.uri(delivery.month_prefix(day))}20260131T15Z-b/"
    }
    assert {execution["status"] for execution in catalogued.ended()} == {"SUCCEEDED"}


@pytest.mark.parametrize(("mode", "states"), [("registered", REGISTERED), ("crawler", CRAWLED)])
def test_the_running_cost_counts_the_states_that_are_entered(
    cloud: Cloud, synthesize: Synthesize, mode: str, states: int
) -> None:
    """A new month, and one that is known; a crawl is looked at as often as it takes."""
    catalogued = Catalogued(cloud, synthesize, {"cur2": {"catalog": mode}})
    catalogued.deliver(CUR2, BillingPeriod(2026, 1), 1.0)
    catalogued.deliver(CUR2, BillingPeriod(2026, 1), 1.0)
    known, new = map(catalogued.states_entered, catalogued.ended())
    assert len(known) == KNOWN
    assert len(new) == states + LOOK * new.count("Let it crawl")


@pytest.mark.parametrize(
    "place", ["metadata/", "metadata/2026-01/", "metadata/BILLING_PERIOD=2026-01/20260131-run/"]
)
def test_a_manifest_elsewhere_fails_by_name(registered: Catalogued, place: str) -> None:
    """Rather than that a wrong folder becomes a month."""
    delivery = registered.delivery(CUR2)
    registered.put(delivery, f"{delivery.folder}/{place}cid-cur2-Manifest.json")
    registered.cloud.wait_until_idle()
    (ended,) = registered.ended()
    assert (ended["status"], ended["error"]) == ("FAILED", "ManifestNotUnderstood")
    assert place in ended["cause"]
    assert not registered.partitions("cur2")


def test_what_glue_refuses_fails_by_name(registered: Catalogued) -> None:
    """A table that was taken away; its name and Glue's words are in the cause."""
    registered.glue.delete_table(DatabaseName=registered.plan.names.database, Name="cur2")
    registered.deliver(CUR2, BillingPeriod(2026, 1), 1.0)
    (ended,) = registered.ended()
    assert (ended["status"], ended["error"]) == ("FAILED", "DeliveryNotRegistered")
    assert "could not be added to table cur2" in ended["cause"]
    assert "Glue.EntityNotFoundException" in ended["cause"]


def test_what_failed_can_be_started_again_with_its_input(registered: Catalogued) -> None:
    """docs/runbook.md; here the role had lost its policy."""
    iam, states = (registered.cloud.client(name) for name in ("iam", "stepfunctions"))
    lost = {"RoleName": registered.plan.names.starter_role, "PolicyName": "access"}
    policy = iam.get_role_policy(**lost)["PolicyDocument"]
    iam.delete_role_policy(**lost)
    registered.deliver(CUR2, BillingPeriod(2026, 1), 1.0)
    (failed,) = registered.ended()
    assert (failed["status"], failed["error"]) == ("FAILED", "DeliveryNotRegistered")
    assert "Glue.AccessDeniedException" in failed["cause"]
    iam.put_role_policy(**lost, PolicyDocument=json.dumps(policy))
    states.start_execution(stateMachineArn=failed["stateMachineArn"], input=failed["input"])
    registered.cloud.wait_until_idle()
    assert len(registered.partitions("cur2")) == 1


def test_the_role_may_register_in_its_tables_only(cloud: Cloud, synthesize: Synthesize) -> None:
    """FOCUS is crawled, so nobody adds partitions to its table by hand."""
    exports = {"cur2": REGISTERED_CATALOG, "focus": {}}
    catalogued = Catalogued(cloud, synthesize, exports)
    role = catalogued.plan.names.starter_role
    policy = cloud.client("iam").get_role_policy(RoleName=role, PolicyName="access")
    (register,) = [
        statement
        for statement in policy["PolicyDocument"]["Statement"]
        if "glue:CreatePartition" in statement["Action"]
    ]
    assert register["Resource"] == catalogued.plan.names.catalog_arns(["cur2"])
