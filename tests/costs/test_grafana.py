"""`grafana` writes what a Grafana server reads, by the environment's names."""

import json
from pathlib import Path

import pytest

from costs.cli import main
from tests.conftest import environment
from tests.dashboards.boards import panels


@pytest.fixture
def written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    assert main(["grafana", "everything", "--out", str(tmp_path), "--mounted", "/boards"]) == 0
    assert "11 dashboards" in capsys.readouterr().out
    return {
        path.relative_to(tmp_path).as_posix(): path.read_text()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }


def test_the_data_source_has_the_names_that_are_deployed(written: dict[str, str]) -> None:
    """Role, workgroup and database, and the uid that dashboards ask."""
    athena, cloudwatch = json.loads(written["provisioning/datasources/aws-costs.yaml"])[
        "datasources"
    ]
    assert athena["jsonData"] == {
        "authType": "default",
        "assumeRoleArn": "arn:aws:iam::123456789012:role/all-grafana-eu-west-1",
        "defaultRegion": "eu-west-1",
        "catalog": "AwsDataCatalog",
        "database": "all_data_export",
        "workgroup": "ALL-GRAFANA",
    }
    assert cloudwatch["type"] == "cloudwatch"
    for text in (text for name, text in written.items() if name.startswith("dashboards/")):
        chosen = {v["name"]: v["current"] for v in json.loads(text)["templating"]["list"]}
        assert chosen["costs"]["value"] == athena["uid"]
        assert chosen.get("cloudwatch", {}).get("value", cloudwatch["uid"]) == cloudwatch["uid"]


def test_grafana_finds_the_dashboards_where_they_are_mounted(written: dict[str, str]) -> None:
    """In a folder of their own, not to be changed by clicks."""
    (provider,) = json.loads(written["provisioning/dashboards/aws-costs.yaml"])["providers"]
    assert provider["options"] == {"path": "/boards"}
    assert (provider["folder"], provider["allowUiUpdates"]) == ("AWS costs", False)


def test_the_pipeline_dashboard_asks_for_the_environments_metrics(written: dict[str, str]) -> None:
    """By the names of its queues, rules, machines and workgroups."""
    board = json.loads(written["dashboards/aws-costs-pipeline.json"])
    asked = json.dumps([panel["targets"] for panel in panels(board)])
    for name in (
        "all-cur2-deliveries-dead",
        "all-focus-delivered",
        "stateMachine:all-month-sealer",
    ):
        assert name in asked
    assert '"ALL-GRAFANA"' in asked


def test_an_environment_that_lets_nobody_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And which setting does."""
    assert main(["grafana", "example", "--out", str(tmp_path)]) == 1
    assert "consumers.grafana" in capsys.readouterr().err
    assert not environment().consumers.grafana.enabled
