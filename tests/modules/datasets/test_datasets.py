"""What holds for every dataset."""

import pytest

from modules.datasets import (
    CARBON,
    COST_OPTIMIZATION,
    DATASETS,
    LEGACY_CUR,
    BillingPeriod,
    Dataset,
    ExportsSettings,
    ModelMonth,
    SnapshotDay,
)

DECEMBER = BillingPeriod(2025, 12)
EXAMPLES: dict[Dataset, BillingPeriod] = dict.fromkeys(DATASETS, DECEMBER) | {
    COST_OPTIMIZATION: SnapshotDay(2025, 12, 31),
    CARBON: ModelMonth(2025, 12, "v3.0.0"),
}
EACH = pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)


def test_every_dataset_has_a_section_of_settings_and_every_section_a_dataset() -> None:
    """In one order."""
    assert list(ExportsSettings.model_fields) == [dataset.name for dataset in DATASETS]


@EACH
def test_a_month_folder_reads_back_as_its_month(dataset: Dataset) -> None:
    """`month_of` is `month_folder` read backwards."""
    period = EXAMPLES[dataset]
    folder = f"{dataset.data_folder('e')}/{dataset.month_folder(period)}"
    assert dataset.month_of(folder + "/") == period
    assert dataset.month_of(folder + "/deeper") is None


@EACH
def test_a_month_that_no_year_has_is_none(dataset: Dataset) -> None:
    """A folder that looks like one is someone else's."""
    folder = dataset.month_folder(EXAMPLES[dataset]).replace("12", "13")
    assert dataset.month_of(folder) is None


def test_a_legacy_report_in_csv_lies_beside_its_manifest() -> None:
    """In the folder of the billing period's days."""
    folder = f"cid/{LEGACY_CUR.manifest_folder(DECEMBER)}"
    assert LEGACY_CUR.month_of(folder) == DECEMBER
    assert LEGACY_CUR.month_of("cid/20251301-20260101") is None


def test_what_tells_a_dataset_from_others_tells_one_only() -> None:
    """Intake knows a file by these columns."""
    marks = [column for dataset in DATASETS for column in dataset.own_columns]
    assert len(marks) == len(set(marks))


@EACH
def test_what_a_delivery_covers_is_read_back_from_its_folders(dataset: Dataset) -> None:
    """Values, the next one, and an order."""
    period = EXAMPLES[dataset]
    assert type(period) is dataset.period_type
    assert dataset.period_type.of(*period.values) == period < period.next


@EACH
def test_what_reconciles_and_what_tells_the_month_are_columns(dataset: Dataset) -> None:
    """Under Athena's names."""
    names = {column.athena_name for column in dataset.columns}
    if names:
        assert {dataset.summed_column, *dataset.own_columns} <= names
        told = {dataset.period_column, dataset.payer_column, dataset.kind_column}
        assert told - {None} <= names


def test_a_day_is_a_day() -> None:
    """Across the year; and nothing else is read as one."""
    assert str(SnapshotDay(2025, 12, 31).next) == "2026-01-01"
    for text in ("2025-12", "2025-02-30", "20251231"):
        with pytest.raises(ValueError, match=r"day"):
            SnapshotDay.of(text)
