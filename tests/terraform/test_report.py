"""`report --athena`, as somebody who may only read: the deployed workgroup answers all of it."""

import json

import pytest

from costs.cli import main
from costs.laptop.story import Story
from emulator.cloud.cloud import Caller

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
