"""Physical names."""

import re

import pytest

from modules.datasets import CUR2, DATASETS, BillingService, Dataset
from modules.naming import Names

LONGEST = Names("a" * 10, "123456789012", "ap-southeast-1")
NAMES = Names("cid", "123456789012", "eu-west-1")


@pytest.mark.parametrize(
    "name", [*map(LONGEST.delivery_bucket, BillingService), LONGEST.results_bucket]
)
def test_bucket_names_are_legal_at_their_longest(name: str) -> None:
    """At most 63 characters."""
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", name)


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_names_per_dataset_fit_their_services(dataset: Dataset) -> None:
    """Queues 80, rules and roles 64, crawlers 255 characters."""
    assert len(LONGEST.dead_letter_queue(dataset)) <= 80
    assert len(LONGEST.manifest_rule(dataset, "210987654321")) <= 64
    assert len(LONGEST.role(f"{dataset.name}-crawler")) <= 64
    assert len(LONGEST.crawler(dataset)) <= 255


def test_datasets_never_share_a_name() -> None:
    """Queues and crawlers belong to one dataset each."""
    for name in (LONGEST.queue, LONGEST.dead_letter_queue, LONGEST.crawler):
        assert len({name(dataset) for dataset in DATASETS}) == len(DATASETS)


def test_each_payer_has_a_rule_of_its_own() -> None:
    """That of the own account has the name that it had before there were others."""
    assert NAMES.manifest_rule(CUR2, NAMES.account_id) == "cid-cur2-delivered"
    assert NAMES.manifest_rule(CUR2, "210987654321") == "cid-cur2-210987654321-delivered"
