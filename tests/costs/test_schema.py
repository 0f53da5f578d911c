"""`schema` tells where a column list and AWS disagree."""

from collections.abc import Iterator

import pytest

from costs.cli import main
from costs.deployed import table_schemas
from costs.deployed.table_schemas import differences, not_described
from emulator.aws.bcmdataexports import tables
from emulator.cloud.cloud import Cloud
from modules.datasets import FOCUS, Column


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
