"""What is deployed is reconciled: the exports' views and sealed months, on Athena that runs SQL."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from costs.cli import main
from costs.deployed.athena_bill import AthenaBill
from costs.metrics.newest_day import newest_day
from costs.reconciliation.checks import reconcile
from costs.reconciliation.deployed import DeployedBooks
from costs.reconciliation.findings import Comparison, Difference
from emulator.bills.billed_month import BilledMonth
from emulator.cloud.cloud import Caller, Cloud
from emulator.delivery.deliver import deliver
from modules import iam
from modules.datasets import CUR2, FOCUS, Dataset
from modules.plan import Delivery
from tests.conftest import Synthesize, environment
from tests.costs.reconciliation.planted import PAYER, PERIOD, billed, plant_in
from tests.emulator.sealing import EXPORTS, NAMES, PLAN, Sealing

REGION = "eu-west-1"
CUR2_COSTS = ("line_item_unblended_cost", "line_item_net_unblended_cost")


class Deployed:
    """CUR 2.0 and FOCUS of one ledger, delivered, catalogued and sealed."""

    def __init__(self, sealing: Sealing, made: Path) -> None:
        self.sealing = sealing
        self.months: dict[Dataset, BilledMonth] = {
            dataset: billed(dataset, made / dataset.name) for dataset in (CUR2, FOCUS)
        }
        for dataset in self.months:
            self.deliver(dataset)
        assert sealing.seal()["status"] == "SUCCEEDED"

    def deliver(self, dataset: Dataset) -> None:
        """As AWS does; and its partition, as a crawl adds it."""
        deliver(self.s3, self.delivery(dataset), self.months[dataset])
        glue = self.sealing.cloud.client("glue")
        place = {"DatabaseName": NAMES.database, "TableName": dataset.table}
        described = glue.get_table(DatabaseName=NAMES.database, Name=dataset.table)["Table"]
        delivery = self.delivery(dataset)
        location = {"Location": delivery.uri(delivery.month_prefix(PERIOD))}
        partition = {
            "Values": list(delivery.partition_values(PERIOD)),
            "StorageDescriptor": described["StorageDescriptor"] | location,
        }
        if not glue.get_partitions(**place)["Partitions"]:
            glue.create_partition(**place, PartitionInput=partition)

    @property
    def s3(self) -> Any:
        return self.sealing.cloud.client("s3")

    def delivery(self, dataset: Dataset) -> Delivery:
        (found,) = (d for d in PLAN.deliveries if d.dataset is dataset)
        return found

    def key(self, dataset: Dataset, chunk: int) -> tuple[str, str]:
        """Bucket and key of a delivered file."""
        delivery = self.delivery(dataset)
        return delivery.bucket, delivery.data_key(PERIOD, chunk)

    def differences(self) -> list[tuple[Comparison, Difference]]:
        """As the reader's policy lets them be found."""
        cloud = self.sealing.cloud
        books = DeployedBooks(PLAN, lambda service: cloud.client(service, caller=Caller.READER))
        found = reconcile(books, add_up_files=True)
        assert found.unread == ()
        return [(c, d) for c in found.comparisons for d in c.unexplained]


@pytest.fixture(scope="module")
def deployed(
    synthesize: Synthesize, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployed]:
    """Who plants something takes it away again."""
    folder = tmp_path_factory.mktemp("deployed")
    stack = synthesize(exports=EXPORTS)
    with Cloud.start(REGION, PAYER) as cloud, Sealing.on(cloud, stack, folder) as sealing:
        cloud.restrict(Caller.READER, [iam.read_access(PLAN)])
        yield Deployed(sealing, folder)


def test_a_cent_in_a_sealed_table_is_named(deployed: Deployed) -> None:
    """The table, the charge type, the cost basis and the cent, until the month is sealed again."""
    assert deployed.differences() == []
    location = deployed.sealing.partition()["StorageDescriptor"]["Location"]
    bucket, _, prefix = location.removeprefix("s3://").partition("/")
    s3 = deployed.sealing.cloud.client("s3")
    (stored, *_) = s3.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]
    file = deployed.months[CUR2].chunks[0].with_name("sealed.parquet")
    file.write_bytes(s3.get_object(Bucket=bucket, Key=stored["Key"])["Body"].read())
    plant_in(file, "charge_type", "Tax", "amortized_cost")
    s3.put_object(Bucket=bucket, Key=stored["Key"], Body=file.read_bytes())
    ((where, cent),) = deployed.differences()
    assert (where.payer, where.month) == (PAYER, str(PERIOD))
    assert (where.left, where.right) == ("costs", "daily_costs")
    assert (cent.what, cent.measure, cent.amount) == ("Tax", "amortized_cost", 0.01)
    assert deployed.sealing.ask(cent.statement)[0][-1] == "0.01"
    assert deployed.sealing.seal()["status"] == "SUCCEEDED"
    assert deployed.differences() == []


def test_files_that_are_gone_or_too_many_are_named(deployed: Deployed) -> None:
    """One that the manifest names, one that it doesn't; and FOCUS knows the money of both."""
    s3 = deployed.sealing.cloud.client("s3")
    bucket, gone = deployed.key(CUR2, 2)
    body = s3.get_object(Bucket=bucket, Key=gone)["Body"].read()
    s3.delete_object(Bucket=bucket, Key=gone)
    _, first = deployed.key(CUR2, 1)
    s3.copy_object(Bucket=bucket, Key=f"{first}.copy", CopySource=f"{bucket}/{first}")
    found = deployed.differences()
    files = {d.what for c, d in found if c.left == "files of cur2"}
    assert {f"s3://{bucket}/{gone}", f"s3://{bucket}/{first}.copy", "Usage"} <= files
    assert any((c.left, c.right) == ("costs_cur2", "costs_focus") for c, _ in found)
    usage = next(d for c, d in found if c.left == "files of cur2" and d.what == "Usage")
    asked = {row[0]: row[2] for row in deployed.sealing.ask(usage.statement)}
    assert float(asked["Usage"] or 0) == pytest.approx(usage.right)
    s3.put_object(Bucket=bucket, Key=gone, Body=body)
    s3.delete_object(Bucket=bucket, Key=f"{first}.copy")
    assert deployed.differences() == []


def test_a_month_that_shrank_meets(deployed: Deployed) -> None:
    """AWS empties the surplus chunk, and the manifest names one file."""
    month = deployed.months[CUR2]
    rows = pq.ParquetFile(month.chunks[0]).read()
    more = pq.ParquetFile(month.chunks[1]).read()
    whole = month.chunks[0].with_name("whole.parquet")
    with pq.ParquetWriter(whole, rows.schema) as writer:
        writer.write_table(rows)
        writer.write_table(more)
    deployed.months[CUR2] = BilledMonth(CUR2, PERIOD, (whole,))
    deployed.deliver(CUR2)
    assert deployed.differences() == []


def test_a_reader_is_told_the_newest_day(deployed: Deployed) -> None:
    """By the policy of readers; `metrics` needs no more. The line items say the same."""
    cloud = deployed.sealing.cloud
    bill = AthenaBill(
        lambda service: cloud.client(service, caller=Caller.READER), NAMES.database, NAMES.workgroup
    )
    costs = newest_day(bill)
    (day,) = {cost.day for cost in costs}
    total = "SELECT SUM(unblended_cost) FROM costs WHERE billing_period = ? AND day = DATE "
    asked = f"{total.replace('?', repr(str(PERIOD)))}'{day}'"
    ((expected,),) = deployed.sealing.ask(asked)
    assert sum(cost.day_unblended for cost in costs) == pytest.approx(float(expected or 0))


def test_the_command_asks_the_account_of_its_credentials(
    deployed: Deployed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the variables that `up` prints; those of another account are refused before any question."""
    settings = {"ours": environment(exports=EXPORTS)}
    monkeypatch.setattr("emulator.environment.read_environments", lambda path: settings)
    cloud = deployed.sealing.cloud
    for name, value in cloud.environment().items():
        monkeypatch.setenv(name, value)
    assert main(["reconcile", "--athena", "ours"]) == 0
    assert "every cent in each" in capsys.readouterr().out
    for name, value in cloud.environment(account_id="210987654321").items():
        monkeypatch.setenv(name, value)
    assert main(["reconcile", "--athena", "ours"]) == 1
    assert "these credentials are of account 210987654321" in capsys.readouterr().err
