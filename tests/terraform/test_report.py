"""`report --athena`, as somebody who may only read: the deployed workgroup answers all of it."""

import json

import pytest

from costs.cli import main
from costs.laptop.story import Story
from emulator.cloud.cloud import Caller
from modules import iam

pytestmark = pytest.mark.terraform


def test_a_reader_gets_a_report_of_the_deployed_months(
    told: Story, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With credentials and an endpoint, nothing that says local; the newest month's costs among it."""
    for name, value in told.laptop.cloud.environment(Caller.READER).items():
        monkeypatch.setenv(name, value)
    assert main(["report", "--athena", "everything", "--format", "json", "--out", "-"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["month"] == max(str(month.period) for month in told.months)[:7]
    assert not report["partial"]
    sections = {section["id"]: section for section in report["sections"]}
    assert sections["summary"]["figures"][0]["amount"] > 1000
    assert "Reconciled to the cent" in sections["invoice"]["lead"]
    assert sections["recommendations"]["tables"]


def test_a_reader_of_some_rows_gets_a_report_of_them(
    told: Story, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its deployed policy alone, in its workgroup; what it may not read isn't there."""
    cloud, plan = told.laptop.cloud, told.laptop.emulated.plan
    for name, value in cloud.environment(Caller.READER).items():
        monkeypatch.setenv(name, value)
    cloud.restrict(Caller.READER, [iam.named_reader_access(plan, "data-team")])
    try:
        asked = ["report", "--athena", "everything", "--format", "json", "--out", "-"]
        assert main([*asked, "--reader", "data-team"]) == 0
        report = json.loads(capsys.readouterr().out)
        assert main(asked) == 1
        assert "not authorized to perform: glue:GetTables" in capsys.readouterr().err
    finally:
        cloud.restrict(Caller.READER, [iam.read_access(plan)])
    assert report["notes"] == ["Only what data-team sees of the bill: account 123456791234."]
    sections = {section["id"]: section for section in report["sections"]}
    assert sections["summary"]["figures"][0]["amount"] > 100
    (row,) = sections["accounts"]["tables"][0]["rows"]
    assert row["Account"] == "data"
