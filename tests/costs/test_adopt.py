"""`adopt` as people call it: JSON to paste, reasons beside it, exit codes."""

import json

import pytest

from costs.cli import main
from emulator.cloud.cloud import Cloud
from tests.costs.deployed.accounts import DATA, REGION, add_bucket, add_export


def test_an_environment_is_printed_to_be_pasted(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """One entry of context.environments."""
    add_bucket(cloud, DATA)
    assert main(["adopt", "--environment", "prod"]) == 3
    printed = capsys.readouterr()
    assert json.loads(printed.out)["prod"]["imports"]["storage/data_exports_bucket/bucket"] == DATA
    assert "the apply replaces its policy" in printed.err


def test_what_stays_outside_is_told_beside_the_json(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3."""
    add_bucket(cloud, "my-bill")
    add_export(cloud, "mine", "my-bill", "cur")
    assert main(["adopt"]) == 3
    assert capsys.readouterr().err.startswith("export mine: it delivers into my-bill")


def test_an_account_without_surprises_is_exit_code_0(cloud: Cloud) -> None:
    """Nothing is left to decide."""
    assert main(["adopt", "--region", REGION]) == 0


def test_an_environment_of_cdktf_json_stays_where_it_is(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its region is a setting."""
    assert main(["adopt", "--environment", "example", "--region", "us-east-2"]) == 2
    assert "is in eu-west-1" in capsys.readouterr().err


def test_an_account_that_cannot_be_read_is_one_message(
    cloud: Cloud, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 1."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    assert main(["adopt"]) == 1
    assert "the account can't be read" in capsys.readouterr().err
