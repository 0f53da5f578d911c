"""`schema` tells where a column list and AWS disagree."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

import pyarrow as pa
import pytest

from costs.cli import main
from costs.deployed import table_schemas
from costs.deployed.table_schemas import differences, not_described
from emulator.aws.bcmdataexports import tables
from emulator.cloud.cloud import Cloud
from emulator.environment import Emulated
from modules.datasets import CUR2, FOCUS, BillingPeriod, Column
from tests.emulator.line import parquet

PLAN = Emulated.read("example").plan
LINE = PLAN.line_of(CUR2)
assert LINE
DELIVERY, EXPORTED = LINE.deliveries[0], LINE.settings.exported_columns


@pytest.fixture(autouse=True)
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """The AWS that the command asks: its variables are set, as for `up`."""
    with Cloud.start("eu-west-1", "123456789012") as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


def test_lists_that_are_right_are_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    """And which tables nobody described."""
    assert main(["schema"]) == 0
    told = capsys.readouterr()
    assert told.out == "every column list says what AWS says\n"
    assert told.err == "exported by AWS and not described: FOCUS_1_0_AWS\n"


def test_a_column_that_aws_adds_drops_or_retypes_is_told(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line each, with the file to mend; exit code 1."""

    def schema(table: tables.ExportTable, flags: dict[str, str]) -> list[dict[str, str]]:
        told = [{"Name": c.name, "Type": c.type} for c in table.columns.values()]
        if table.name == FOCUS.exports_table:
            told = [*told[1:], {"Name": "HostProviderName", "Type": "string"}]
            told[0]["Type"] = "decimal(38, 18)"
        return told

    monkeypatch.setattr(tables.ExportTable, "schema", schema)
    assert main(["schema"]) == 1
    file = "modules/datasets/columns/focus.json"
    assert capsys.readouterr().out.splitlines() == [
        f"FOCUS_1_2_AWS: AvailabilityZone of {file} is not in AWS's table",
        f"FOCUS_1_2_AWS: BilledCost is decimal(38,18) in AWS, double in {file}",
        f"FOCUS_1_2_AWS: HostProviderName string is missing in {file}",
    ]


def test_columns_that_need_a_flag_are_compared_too(cloud: Cloud) -> None:
    """Asked for with the flag on."""
    client = cloud.client("bcm-data-exports", "us-east-1")
    assert list(differences(client)) == []
    assert not_described(client) == ["FOCUS_1_0_AWS"]


@pytest.mark.parametrize("spelling", ["map", "map<string, string>", "MAP<STRING,STRING>"])
def test_spellings_of_a_type_are_one_type(spelling: str) -> None:
    """AWS's pages have several."""
    column = Column("Tags", "map<string,string>")
    assert table_schemas._same(column, table_schemas._spelled(spelling))


def test_what_aws_refuses_is_one_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A profile that isn't there, say."""
    assert main(["schema", "--profile", "nobody"]) == 1
    assert "nobody" in capsys.readouterr().err


def deliver(cloud: Cloud, names: Sequence[str], file: pa.Table) -> str:
    """A manifest of CUR 2.0 with these columns, and the file that it names. Returns its URI."""
    delivery, month = DELIVERY, BillingPeriod(2026, 1)
    s3 = cloud.client("s3")
    place = {"LocationConstraint": cloud.region}
    for bucket in {found.bucket for found in PLAN.deliveries}:
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    data = delivery.data_key(month, 1)
    s3.put_object(Bucket=delivery.bucket, Key=data, Body=parquet(file))
    columns = [{"name": name, "type": "string"} for name in names]
    told = {"columns": columns, "dataFiles": [delivery.uri(data)]}
    key = delivery.manifest_key(month)
    s3.put_object(Bucket=delivery.bucket, Key=key, Body=json.dumps(told))
    return delivery.uri(key)


COST, START = "line_item_unblended_cost", "line_item_usage_start_date"


def test_a_delivery_with_the_columns_of_its_table_is_said_to_be(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """In any order; a dataset that has not been delivered yet is no difference."""
    file = pa.table({COST: [1.0], START: [datetime(2026, 1, 1)]})
    deliver(cloud, [*reversed(EXPORTED)], file)
    assert main(["schema", "--arrived", "example"]) == 0
    assert capsys.readouterr().out == "every delivery has the columns of its table\n"


def test_columns_that_arrive_new_gone_or_retyped_are_told(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line each, with the manifest; exit code 1."""
    uri = deliver(cloud, [*EXPORTED[1:], "line_item_new"], pa.table({COST: ["1.0"]}))
    assert main(["schema", "--arrived", "example"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{uri}: line_item_new is new",
        f"{uri}: {EXPORTED[0]} is gone",
        f"{uri}: {COST} is string in its files, double in the table",
    ]
