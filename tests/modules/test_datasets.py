"""S3 layouts and columns of the datasets, as AWS delivers them."""

import pytest

from modules.datasets import CUR2, DATASETS, LEGACY_CUR, BillingPeriod, Dataset

ACCOUNT = "123456789012"
DECEMBER = BillingPeriod(2025, 12)


def test_cur2_data_lies_where_data_exports_puts_it() -> None:
    """Prefix, account, export, data, month, numbered chunks."""
    assert CUR2.data_key("cur2", ACCOUNT, "cid-cur2", DECEMBER, 1) == (
        "cur2/123456789012/cid-cur2/data/BILLING_PERIOD=2025-12/cid-cur2-00001.snappy.parquet"
    )


def test_cur2_manifest_lies_in_the_metadata_folder() -> None:
    """Beside the data folder, so no partition contains it."""
    assert CUR2.manifest_key("cur2", ACCOUNT, "cid-cur2", DECEMBER) == (
        "cur2/123456789012/cid-cur2/metadata/BILLING_PERIOD=2025-12/cid-cur2-Manifest.json"
    )


def test_legacy_months_are_not_padded() -> None:
    """`month=1`, and the report's name twice in the path."""
    assert LEGACY_CUR.data_key("cur", ACCOUNT, "cid", BillingPeriod(2018, 1), 2) == (
        "cur/123456789012/cid/cid/year=2018/month=1/cid-00002.snappy.parquet"
    )


def test_legacy_manifest_folder_spans_the_billing_period() -> None:
    """First day to first day, across the year's end too."""
    assert "/20251201-20260101/" in LEGACY_CUR.manifest_key("cur", ACCOUNT, "cid", DECEMBER)


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_a_month_folder_reads_back_as_its_month(dataset: Dataset) -> None:
    """`month_of` is `month_folder` read backwards."""
    folder = dataset.data_prefix("p", ACCOUNT, "e") + dataset.month_folder(DECEMBER)
    assert dataset.month_of(folder + "/") == DECEMBER
    assert dataset.month_of(folder + "/deeper") is None


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_every_folder_below_the_prefix_is_a_partition_key(dataset: Dataset) -> None:
    """Glue needs as many keys as there are folders."""
    folder = dataset.data_prefix("", ACCOUNT, "e") + dataset.month_folder(DECEMBER)
    assert len(folder.strip("/").split("/")) == len(dataset.partition_keys)


def test_cur2_has_the_columns_that_aws_documents() -> None:
    """115 always, 11 for split costs, 3 for capacity reservations, 2 about who."""
    assert len(CUR2.columns) == 131
    assert len({column.name for column in CUR2.columns}) == 131
    needs = [column.needs for column in CUR2.columns]
    assert needs.count("INCLUDE_SPLIT_COST_ALLOCATION_DATA") == 11
    assert needs.count("INCLUDE_CAPACITY_RESERVATION_DATA") == 3


@pytest.mark.parametrize("text", ["2025-13", "2025-1", "25-01", "2025-01-01", ""])
def test_what_is_no_billing_period_is_refused(text: str) -> None:
    """The message shows the form."""
    with pytest.raises(ValueError, match="YYYY-MM"):
        BillingPeriod.parse(text)


def test_billing_periods_are_ordered_and_have_a_next() -> None:
    """Across the year."""
    assert DECEMBER.next == BillingPeriod(2026, 1) > DECEMBER
    assert str(BillingPeriod.parse("2026-01")) == "2026-01"
