"""The declared table over legacy CUR's files."""

import re
from datetime import date

from modules.datasets import LEGACY_CUR, BillingPeriod
from modules.datasets.legacy_cur import LegacyCurDataset
from modules.plan import Plan
from tests.conftest import Json, Stack, environment

# https://github.com/aws-solutions-library-samples/cloud-intelligence-dashboards-framework cur.py
CID_CALLS_IT_A_CUR = frozenset(
    """bill_bill_type bill_billing_entity bill_billing_period_end_date bill_billing_period_start_date
    bill_invoice_id bill_payer_account_id identity_line_item_id identity_time_interval
    line_item_legal_entity line_item_line_item_description line_item_line_item_type
    line_item_operation line_item_product_code line_item_unblended_cost line_item_usage_account_id
    line_item_usage_amount line_item_usage_end_date line_item_usage_start_date line_item_usage_type
    pricing_term pricing_unit""".split()
)


def table(stack: Stack) -> Json:
    return stack.resource("aws_glue_catalog_table", "catalog_legacy_cur_declared_table")


def test_it_declares_every_known_column(example: Stack) -> None:
    """Once each, with the types of real files: rates are texts."""
    assert isinstance(LEGACY_CUR, LegacyCurDataset)
    columns = table(example)["storage_descriptor"]["columns"]
    declared = {column["name"]: column["type"] for column in columns}
    assert len(declared) == len(columns) > 200
    assert declared == {column.name: column.type for column in LEGACY_CUR.known_columns}
    assert declared["line_item_unblended_rate"] == "string"
    assert declared["line_item_unblended_cost"] == "double"


def test_its_partitions_are_the_folders_that_the_report_delivers(example: Stack) -> None:
    """The template, filled in, is the month's prefix of the plan; months are not padded."""
    parameters = table(example)["parameters"]
    (delivery,) = Plan.of(environment()).line_of(LEGACY_CUR).deliveries  # type: ignore[union-attr]
    values = {"payer": delivery.payer, "report": delivery.export, "year": "2026", "month": "3"}
    template = parameters["storage.location.template"].partition(".bucket}/")[2]
    filled = re.sub(r"\$\$\{(\w+)\}", lambda found: values[found[1]], template)
    assert filled == delivery.month_prefix(BillingPeriod(2026, 3))
    assert [key["name"] for key in table(example)["partition_keys"]] == list(values)
    assert parameters["projection.payer.values"] == delivery.payer
    first, last = map(int, parameters["projection.year.range"].split(","))
    assert first == 2018
    assert last > date.today().year + 1, "months will be missing: raise LAST_YEAR"
    assert "digits" not in " ".join(parameters)


def test_the_crawler_and_cid_leave_it_alone(example: Stack) -> None:
    """A location that isn't the crawler's, and a column short of what CID calls a CUR."""
    location = table(example)["storage_descriptor"]["location"]
    assert location.endswith("/cur/123456789012/cid/cid/")
    columns = {column["name"] for column in table(example)["storage_descriptor"]["columns"]}
    assert CID_CALLS_IT_A_CUR - columns == {"line_item_usage_end_date"}
