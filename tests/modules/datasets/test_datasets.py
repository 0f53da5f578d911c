"""What holds for every dataset."""

import pytest

from modules.datasets import DATASETS, LEGACY_CUR, BillingPeriod, Dataset, ExportsSettings

DECEMBER = BillingPeriod(2025, 12)
EACH = pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)


def test_every_dataset_has_a_section_of_settings_and_every_section_a_dataset() -> None:
    """In one order."""
    assert list(ExportsSettings.model_fields) == [dataset.name for dataset in DATASETS]


@EACH
def test_a_month_folder_reads_back_as_its_month(dataset: Dataset) -> None:
    """`month_of` is `month_folder` read backwards."""
    folder = f"{dataset.data_folder('e')}/{dataset.month_folder(DECEMBER)}"
    assert dataset.month_of(folder + "/") == DECEMBER
    assert dataset.month_of(folder + "/deeper") is None


@EACH
def test_a_month_that_no_year_has_is_none(dataset: Dataset) -> None:
    """A folder that looks like one is someone else's."""
    assert dataset.month_of(dataset.month_folder(BillingPeriod(2025, 13))) is None


def test_a_legacy_report_in_csv_lies_beside_its_manifest() -> None:
    """In the folder of the billing period's days."""
    folder = f"cid/{LEGACY_CUR.manifest_folder(DECEMBER)}"
    assert LEGACY_CUR.month_of(folder) == DECEMBER
    assert LEGACY_CUR.month_of("cid/20251301-20260101") is None


def test_what_tells_a_dataset_from_others_tells_one_only() -> None:
    """Intake knows a file by these columns."""
    marks = [column for dataset in DATASETS for column in dataset.own_columns]
    assert len(marks) == len(set(marks))
