"""Plan, apply, deliver, crawl, query, destroy: in this order, on one applied stack."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from athena.client import run_query
from athena.glue.objects import S3Uri
from costs.laptop.story import Story
from costs.reconciliation.findings import Reconciliation
from emulator.bills.billed_month import BilledMonth
from emulator.bills.intake.reading import read_data_folder
from emulator.bills.intake.totals import totals
from emulator.cloud.cloud import Caller
from emulator.cloud.terraform import Terraform, TerraformError
from emulator.glue import crawl
from modules import STAGES
from modules.datasets import (
    CARBON,
    COST_OPTIMIZATION,
    CUR2,
    DATASETS,
    FOCUS,
    LEGACY_CUR,
    BillingPeriod,
    Dataset,
)
from modules.plan import Delivery
from modules.sql import QUERIES
from tests.conftest import Json
from tests.terraform.stacks import changes, printed

pytestmark = pytest.mark.terraform
REAL = Path("tests/data")


def crawls(story: Story, dataset: str) -> int:
    names = story.laptop.emulated.names
    found = crawl.crawl_history(names.account_id, names.region, story.outputs[f"{dataset}_crawler"])
    return len(found)


def sealed_cost(story: Story, where: str) -> float:
    return cost(story, "daily_costs", where, "unblended_cost")


def cost(story: Story, table: str, where: str, column: str = "line_item_unblended_cost") -> float:
    names = story.laptop.emulated.names
    sql = f"SELECT sum({column}) FROM {table} WHERE {where}"
    found = run_query(story.laptop.cloud.client("athena"), sql, names.workgroup, names.database)
    return float(found.rows[0][0] or 0)


def rows_by_pair(found: Reconciliation) -> dict[tuple[str, str], int]:
    """Of all months together."""
    return {pair: sum(m.rows for m in months) for pair, months in found.pairs().items()}


def delivery(story: Story, dataset: Dataset) -> Delivery:
    line = story.laptop.emulated.plan.line_of(dataset)
    assert line
    return line.deliveries[0]


def test_the_story_has_seven_steps_named_after_the_stages(told: Story) -> None:
    """In the data's order."""
    text = printed(told)
    places = [text.index(f"{number}. {stage}") for number, stage in enumerate(STAGES, start=1)]
    assert places == sorted(places)


def test_every_delivered_cent_is_queried(told: Story) -> None:
    """And every saved dollar and gram; generated data, and two real months of legacy CUR."""
    assert told.reconciliation is not None
    assert told.reconciliation.holds
    rows = rows_by_pair(told.reconciliation)
    files = ["cur2", "focus", "cur", "coh", "carbon"]
    assert [right for _, right in rows][:5] == files
    assert rows["files of cur", "cur"] == rows["cur_declared", "costs_legacy"] == 243_647
    assert ("costs_cur2", "costs_focus") in rows
    assert printed(told).count("reconciled: ") == len(rows)


def test_every_month_of_costs_is_sealed(told: Story) -> None:
    """CUR 2.0's after its deliveries, those of 2018 by one command; each execution succeeded."""
    assert "by one command: 5 months\n" in printed(told)
    assert told.reconciliation is not None
    rows = rows_by_pair(told.reconciliation)
    assert rows["costs", "daily_costs"] == rows["costs", "resource_costs"] > 243_647


def test_the_deployed_view_of_costs_holds_both_bills(told: Story) -> None:
    """A view of views: CUR 2.0, and legacy CUR for the months before, each to the cent."""
    names = told.laptop.emulated.names
    sql = "SELECT billing_period, sum(unblended_cost) FROM costs GROUP BY billing_period"
    found = run_query(told.laptop.cloud.client("athena"), sql, names.workgroup, names.database)
    seen = {month: float(cost or 0) for month, cost in found.rows}
    bills = [month for month in told.months if month.dataset in (CUR2, LEGACY_CUR)]
    billed = {str(month.period): totals(month).sum for month in bills}
    assert seen == pytest.approx(billed, abs=0.01)
    assert len(seen) == len(bills) == 5


def test_no_alarm_is_red_when_all_went_well(told: Story) -> None:
    """A newcomer's first look at the monitoring."""
    assert "\n   0 of " in printed(told).partition("6. monitoring")[2]


def test_every_saved_query_ran(told: Story) -> None:
    """Those of each table, read back from Athena."""
    files = [file for dataset in DATASETS for file in (QUERIES / dataset.table).glob("*.sql")]
    assert printed(told).count("MB scanned") == len(files) > 10


@pytest.fixture
def planner(told: Story) -> Iterator[Terraform]:
    """Terraform with the planning role."""
    cloud = told.laptop.cloud
    told.terraform.act_as(cloud.environment(Caller.PLANNER))
    yield told.terraform
    told.terraform.act_as(cloud.environment(Caller.DEPLOYER))


def test_the_second_plan_is_empty_and_takes_the_planning_policy_alone(second_plan: Json) -> None:
    """After the crawlers have added partitions and rewritten the table; policies/*/plan*.json."""
    assert changes(second_plan).keys() == {("no-op",)}


def test_the_planning_policy_is_not_enough_to_apply(planner: Terraform, told: Story) -> None:
    """A change is planned, and refused in AWS's words."""
    rules = planner.configuration["resource"]["aws_cloudwatch_event_rule"]
    planner.write_override(
        {"aws_cloudwatch_event_rule": {name: {"description": "changed"} for name in rules}}
    )
    try:
        with pytest.raises(TerraformError, match="not authorized to perform: events:PutRule"):
            planner.apply(refresh=False)
    finally:
        planner.write_override({})
    there = told.laptop.cloud.client("events").list_rules()["Rules"]
    assert "changed" not in {rule["Description"] for rule in there}


def test_the_reading_policy_is_enough_to_browse_and_to_ask(told: Story) -> None:
    """What consoles and drivers call, with policies/example/read.json alone."""
    cloud, names = told.laptop.cloud, told.laptop.emulated.names
    athena = cloud.client("athena", caller=Caller.READER)
    assert athena.list_work_groups()["WorkGroups"]
    assert athena.list_data_catalogs()["DataCatalogsSummary"]
    assert athena.list_databases(CatalogName="AwsDataCatalog")["DatabaseList"]
    place = {"CatalogName": "AwsDataCatalog", "DatabaseName": names.database}
    assert athena.list_table_metadata(**place)["TableMetadataList"]
    (saved, *_) = athena.list_named_queries(WorkGroup=names.workgroup)["NamedQueryIds"]
    assert athena.get_named_query(NamedQueryId=saved)
    assert run_query(athena, "SELECT count(*) FROM cur2", names.workgroup, names.database).rows
    newest = athena.list_query_executions(WorkGroup=names.workgroup)["QueryExecutionIds"][0]
    described = athena.get_query_execution(QueryExecutionId=newest)["QueryExecution"]
    result = S3Uri.parse(described["ResultConfiguration"]["OutputLocation"])
    s3 = cloud.client("s3", caller=Caller.READER)
    assert s3.get_object(Bucket=result.bucket, Key=result.key)
    glue = cloud.client("glue", caller=Caller.READER)
    assert glue.get_tables(DatabaseName=names.database)["TableList"]


def test_the_reading_policy_changes_nothing(told: Story) -> None:
    """No table, no delivery, no saved query; and no other workgroup."""
    cloud, names = told.laptop.cloud, told.laptop.emulated.names
    bucket = told.laptop.emulated.plan.buckets[0].name
    athena = cloud.client("athena", caller=Caller.READER)
    with pytest.raises(ClientError, match="not authorized to perform: athena:CreateNamedQuery"):
        athena.create_named_query(
            Name="mine", Database=names.database, QueryString="SELECT 1", WorkGroup=names.workgroup
        )
    with pytest.raises(ClientError, match="workgroup/primary"):
        run_query(athena, "SELECT 1", "primary", names.database)
    with pytest.raises(ClientError, match="not authorized to perform: s3:DeleteObject"):
        cloud.client("s3", caller=Caller.READER).delete_object(Bucket=bucket, Key="cur2/a")
    glue = cloud.client("glue", caller=Caller.READER)
    with pytest.raises(ClientError, match="not authorized to perform: glue:DeleteTable"):
        glue.delete_table(DatabaseName=names.database, Name="cur2")


def test_an_overwritten_month_of_a_fixed_schema_needs_no_crawl(told: Story) -> None:
    """The catalog knows it; Athena sees the new objects at once, and its sealed month is another."""
    month = next(m for m in told.months if m.dataset is CUR2)
    export = delivery(told, CUR2)
    before = crawls(told, "cur2")
    told.deliver(export, BilledMonth(CUR2, month.period, month.chunks * 2))
    assert crawls(told, "cur2") == before
    where = f"billing_period = '{month.period}'"
    assert cost(told, "cur2", where) == pytest.approx(2 * totals(month).sum)
    assert sealed_cost(told, where) == pytest.approx(2 * totals(month).sum)
    told.deliver(export, month)
    assert cost(told, "cur2", where) == pytest.approx(totals(month).sum)
    assert sealed_cost(told, where) == pytest.approx(totals(month).sum)


@pytest.mark.parametrize("dataset", [FOCUS, COST_OPTIMIZATION, CARBON], ids=lambda d: d.name)
def test_what_the_catalog_knows_of_any_export_needs_no_crawl(told: Story, dataset: Dataset) -> None:
    """A month, a day, a model's month: the starter finds the partition of each by its manifest."""
    month = next(m for m in told.months if m.dataset is dataset)
    before = crawls(told, dataset.name)
    assert before == sum(m.dataset is dataset for m in told.months)
    told.deliver(delivery(told, dataset), month)
    assert crawls(told, dataset.name) == before
    told.months.pop()


def test_every_delivery_of_a_growing_schema_is_crawled(told: Story) -> None:
    """A new column may have appeared."""
    month = next(m for m in told.months if m.dataset is LEGACY_CUR)
    before = crawls(told, "legacy_cur")
    told.deliver(delivery(told, LEGACY_CUR), month)
    assert crawls(told, "legacy_cur") == before + 1


def test_a_bill_in_csv_arrives_to_the_cent(told: Story, tmp_path: Path) -> None:
    """November 2023, real, with other columns than 2018."""
    month = next(m for m in read_data_folder(REAL, tmp_path).months if m.dataset is LEGACY_CUR)
    told.deliver(delivery(told, LEGACY_CUR), month)
    seen = cost(told, "cur", "year = '2023' AND month = '11'")
    assert round(seen, 2) == round(totals(month).sum, 2)


def compared(found: Reconciliation) -> list[tuple[str, str, str, str, int, bool]]:
    """What was compared with what, and whether it met."""
    return [(c.payer, c.month, c.left, c.right, c.rows, c.holds) for c in found.comparisons]


def test_a_truncated_file_dies_after_three_receives_and_harms_no_other_month(
    told: Story, tmp_path: Path
) -> None:
    """Its letter is in the dead-letter queue, the crawl's report names the object."""
    before = told.reconcile()
    good = next(m for m in told.months if m.dataset is LEGACY_CUR)
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(good.chunks[0].read_bytes()[:50_000])
    poison = BilledMonth(LEGACY_CUR, BillingPeriod(2019, 1), (), (broken,))
    told.deliver(delivery(told, LEGACY_CUR), poison)
    told.retry_poison()
    assert told.waiting("legacy_cur_queue_url") == 0
    assert told.waiting("legacy_cur_dead_letter_queue_url") == 1
    names = told.laptop.emulated.names
    reports = crawl.crawl_history(
        names.account_id, names.region, told.outputs["legacy_cur_crawler"]
    )
    assert any("year=2019/month=1/" in uri for r in reports for uri, _ in r.objects_unreadable)
    after = told.reconcile()
    harmed = set(compared(after)) ^ set(compared(before))
    assert {month for _, month, *_ in harmed} <= {"2019-01"}
    (told_of,) = set(after.unread) - set(before.unread)
    assert told_of.endswith("2019-01 is compared no further")


def test_protected_data_is_not_destroyed(told: Story) -> None:
    """prevent_destroy stops Terraform before it touches anything."""
    with pytest.raises(TerraformError, match="prevent_destroy"):
        told.terraform.destroy(refresh=False)
    assert told.laptop.cloud.client("s3").list_buckets()["Buckets"]


def test_the_stack_can_be_taken_down_when_protection_is_lifted(told: Story) -> None:
    """And leaves nothing behind. Who deploys may not delete data, so its owner does."""
    cloud = told.laptop.cloud
    told.terraform.act_as(cloud.environment(Caller.OWNER))
    told.terraform.destroy_protected()
    assert cloud.client("s3").list_buckets()["Buckets"] == []
    assert cloud.client("sqs").list_queues().get("QueueUrls", []) == []
    assert cloud.client("glue").get_databases()["DatabaseList"] == []
