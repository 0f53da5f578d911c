"""Where everything lies that AWS delivers."""

from modules.datasets import (
    CARBON,
    COST_OPTIMIZATION,
    CUR2,
    DATASETS,
    FOCUS,
    LEGACY_CUR,
    BillingPeriod,
    ModelMonth,
    SnapshotDay,
)
from modules.plan import Delivery, Plan
from tests.conftest import environment

ACCOUNT = "123456789012"
DECEMBER = BillingPeriod(2025, 12)
EXPORT = Delivery(CUR2, ACCOUNT, "data-exports", "bill/cur2", "cid-cur2")
REPORT = Delivery(LEGACY_CUR, ACCOUNT, "shared", "cur", "cid")


def test_an_environment_has_a_line_for_each_export_that_is_on() -> None:
    """In the order of the datasets, each with its own account's export."""
    plan = Plan.of(environment())
    assert [line.dataset for line in plan.lines] == [CUR2, FOCUS, LEGACY_CUR]
    assert [d.payer for d in plan.deliveries] == [ACCOUNT] * 3
    assert [d.export for d in plan.deliveries] == ["cid-cur2", "cid-focus", "cid"]
    assert Plan.of(environment(exports={})).line_of(LEGACY_CUR) is None


def test_a_hub_has_a_delivery_for_each_payer() -> None:
    """The own account's first; of legacy CUR no other, for AWS delivers that at home only."""
    payers = ["210987654321", "111111111111"]
    plan = Plan.of(environment(payers=payers, own_exports=True))
    found = {line.dataset.name: [d.payer for d in line.deliveries] for line in plan.lines}
    assert found == {
        "cur2": [ACCOUNT, *payers],
        "focus": [ACCOUNT, *payers],
        "legacy_cur": [ACCOUNT],
    }
    folders = {delivery.folder for delivery in plan.deliveries}
    assert len(folders) == len(plan.deliveries)
    member = Plan.of(environment(payers=payers, own_exports=False, exports={}))
    assert [d.payer for d in member.lines[0].deliveries] == payers
    assert member.own_delivery(member.lines[0]) is None


def test_payers_are_told_apart_by_the_first_partition_key() -> None:
    """`source_account_id`, in the layout that CID's tables have: it is there before the second payer."""
    plan = Plan.of(environment(payers=["210987654321"], own_exports=True))
    for line in plan.lines[:2]:
        assert line.dataset.partition_keys[0] == "source_account_id"
        values = [delivery.partition_values(DECEMBER)[0] for delivery in line.deliveries]
        assert values == [ACCOUNT, "210987654321"]


def test_a_source_delivers_where_its_hub_awaits_it() -> None:
    """Both plans say the same place, each from its own settings."""
    hub = Plan.of(environment(payers=["210987654321"], own_exports=False, exports={}))
    source = Plan.of(environment(account_id="210987654321", hub=ACCOUNT, exports={}))
    assert source.deliveries == hub.deliveries
    assert {delivery.bucket for delivery in source.deliveries} == {"cid-123456789012-data-exports"}


def test_each_billing_service_delivers_into_a_bucket_of_its_own() -> None:
    """Named as CID names them."""
    plan = Plan.of(environment())
    names = {bucket.service: bucket.name for bucket in plan.buckets}
    assert names == {
        CUR2.service: "cid-123456789012-data-exports",
        LEGACY_CUR.service: "cid-123456789012-shared",
    }
    for line in plan.lines:
        assert {delivery.bucket for delivery in line.deliveries} == {names[line.dataset.service]}


def test_a_delivery_lies_below_its_table() -> None:
    """A crawler's target is the table's prefix: one folder more or less and it finds other tables."""
    for line in Plan.of(environment()).lines:
        for delivery in line.deliveries:
            assert delivery.uri(delivery.data_key(DECEMBER, 1)).startswith(line.location)


def test_cur2_data_lies_where_data_exports_puts_it() -> None:
    """Prefix, account, export, data, month, numbered chunks."""
    assert EXPORT.data_key(DECEMBER, 1) == (
        "bill/cur2/123456789012/cid-cur2/data/BILLING_PERIOD=2025-12/cid-cur2-00001.snappy.parquet"
    )


def test_cur2_manifest_lies_in_the_metadata_folder() -> None:
    """Beside the data folder, so no partition contains it."""
    folder = "bill/cur2/123456789012/cid-cur2/metadata"
    assert EXPORT.manifest_key(DECEMBER) == (
        f"{folder}/BILLING_PERIOD=2025-12/cid-cur2-Manifest.json"
    )
    assert EXPORT.manifest_pattern == f"{folder}/*Manifest.json"


def test_other_tables_have_folders_of_their_own() -> None:
    """A day of recommendations, a month of a model's emissions."""
    hub = Delivery(COST_OPTIMIZATION, ACCOUNT, "data-exports", "coh", "cid-coh")
    day = SnapshotDay(2025, 12, 31)
    assert hub.data_key(day, 1) == (
        "coh/123456789012/cid-coh/data/date=2025-12-31/cid-coh-00001.snappy.parquet"
    )
    assert hub.partition_values(day) == (ACCOUNT, "cid-coh", "data", "2025-12-31")
    carbon = Delivery(CARBON, ACCOUNT, "data-exports", "carbon", "cid-carbon")
    month = ModelMonth(2025, 12, "v3.0.0")
    folder = "carbon/123456789012/cid-carbon"
    assert carbon.month_prefix(month) == (
        f"{folder}/data/carbon_model_version=v3.0.0/usage_period=2025-12/"
    )
    assert carbon.manifest_key(month) == (
        f"{folder}/metadata/carbon_model_version=v3.0.0/usage_period=2025-12/cid-carbon-Manifest.json"
    )
    assert carbon.partition_values(month) == (ACCOUNT, "cid-carbon", "data", "v3.0.0", "2025-12")


def test_legacy_months_are_not_padded() -> None:
    """`month=1`, and the report's name twice in the path."""
    assert REPORT.data_key(BillingPeriod(2018, 1), 2) == (
        "cur/123456789012/cid/cid/year=2018/month=1/cid-00002.snappy.parquet"
    )


def test_legacy_manifest_folder_spans_the_billing_period() -> None:
    """First day to first day, across the year's end too."""
    folder = "cur/123456789012/cid"
    assert REPORT.manifest_key(DECEMBER) == f"{folder}/20251201-20260101/cid-Manifest.json"
    assert REPORT.manifest_pattern == f"{folder}/*Manifest.json"


def test_every_folder_below_the_prefix_is_a_partition_value() -> None:
    """As Glue's crawler reads them: of `key=value` the value, of any other folder its name."""
    assert EXPORT.partition_values(DECEMBER) == (ACCOUNT, "cid-cur2", "data", "2025-12")
    assert REPORT.partition_values(DECEMBER) == (ACCOUNT, "cid", "cid", "2025", "12")
    for delivery in (EXPORT, REPORT):
        keys = delivery.dataset.partition_keys
        assert len(delivery.partition_values(DECEMBER)) == len(keys)


def test_exports_follow_the_name_prefix_unless_they_are_named() -> None:
    """An account has one export of a name: a second stack in it must not take the first one's."""
    everything = {dataset.name: {"enabled": True} for dataset in DATASETS}
    names = [
        d.export for d in Plan.of(environment(name_prefix="acme", exports=everything)).deliveries
    ]
    assert sorted(names) == ["acme", "acme-carbon", "acme-coh", "acme-cur2", "acme-focus"]
    named = Plan.of(environment(name_prefix="acme", exports={"cur2": {"export_name": "cid-cur2"}}))
    assert named.deliveries[0].export == "cid-cur2"
