"""`opencost` writes what OpenCost accepts, by the environment's names.

OpenCost's rules as its source has them (github.com/opencost/opencost, pkg/cloud/aws):
athenaconfiguration.go `UnmarshalJSON` and `Validate`; authorizer.go `SelectAuthorizerByType` and
`Validate`; pkg/cloud/config/configurations.go for where they lie.
"""

import json
from pathlib import Path

import pytest

from costs import opencost
from costs.cli import main
from emulator.environment import Emulated
from modules.plan import Plan
from tests.conftest import Json, environment

ROLE = "arn:aws:iam::123456789012:role/cid-opencost-eu-west-1"
PODS = "arn:aws:iam::210987654321:role/opencost"
PROVIDER = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0A1B"
WAYS: dict[str, Json] = {
    "irsa": {"oidc_provider": PROVIDER},
    "pod identity": {"pod_identity": True},
    "another account": {"principals": [PODS]},
}
# Of each type of authorizer, the texts that must not be empty.
AUTHORIZERS = {
    "AWSAccessKey": ("id", "secret"),
    "AWSServiceAccount": (),
    "AWSAssumeRole": ("roleARN",),
}


def refused_authorizer(authorizer: Json) -> list[str]:
    kind = authorizer.get("authorizerType")
    if kind not in AUTHORIZERS:
        return [f"authorizer type {kind!r} is not valid"]
    missing = [key for key in AUTHORIZERS[kind] if not authorizer.get(key)]
    if kind == "AWSAssumeRole":
        return missing + refused_authorizer(authorizer.get("authorizer", {}))
    return missing


def refused(athena: Json) -> list[str]:
    """What OpenCost would not take."""
    texts = ("bucket", "region", "database", "table", "workgroup", "account")
    problems = [key for key in texts if not isinstance(athena.get(key), str)]
    problems += [key for key in texts if key != "workgroup" and athena.get(key) == ""]
    if "catalog" in athena:  # commit 0963a63 takes a catalog that it can read for an error
        problems.append("catalog")
    if athena.get("curVersion") not in ("1.0", "2.0"):  # the default has changed between versions
        problems.append("curVersion")
    return problems + refused_authorizer(athena.get("authorizer", {}))


def written(
    way: str, folder: Path, monkeypatch: pytest.MonkeyPatch, **settings: Json
) -> dict[str, Json]:
    chosen = environment(consumers={"opencost": WAYS[way]}, **settings)
    monkeypatch.setattr(opencost, "pipeline", lambda _: Emulated("example", Plan.of(chosen)))
    assert main(["opencost", "example", "--out", str(folder)]) == 0
    return {path.name: json.loads(path.read_text()) for path in folder.iterdir()}


@pytest.mark.parametrize("way", WAYS)
def test_opencost_accepts_the_integration(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the names that are deployed; the secret holds the same text."""
    files = written(way, tmp_path, monkeypatch)
    integration = files["cloud-integration.json"]
    (athena,) = integration["aws"]["athena"]
    assert not refused(athena)
    pods = {"authorizerType": "AWSServiceAccount"}
    assumed = {"authorizerType": "AWSAssumeRole", "roleARN": ROLE, "authorizer": pods}
    assert athena == {
        "bucket": "s3://aws-athena-query-results-cid-123456789012-eu-west-1/results/opencost/",
        "region": "eu-west-1",
        "database": "cid_data_export",
        "table": "cur2",
        "workgroup": "CID-OPENCOST",
        "account": "123456789012",
        "curVersion": "2.0",
        "authorizer": assumed if way == "another account" else pods,
    }
    assert json.loads(files["secret.yaml"]["stringData"]["cloud-integration.json"]) == integration


@pytest.mark.parametrize("key", ["bucket", "workgroup", "curVersion", "authorizer"])
def test_the_rules_refuse_what_opencost_refuses(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the test above would say nothing."""
    (athena,) = written("irsa", tmp_path, monkeypatch)["cloud-integration.json"]["aws"]["athena"]
    del athena[key]
    assert refused(athena)


def test_charts_name_the_secret_and_the_pods_role(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With IRSA the service account is annotated."""
    files = written("irsa", tmp_path, monkeypatch)
    account = {
        "create": True,
        "name": "opencost",
        "annotations": {"eks.amazonaws.com/role-arn": ROLE},
    }
    assert files["values-opencost.yaml"] == {
        "serviceAccount": account,
        "opencost": {
            "cloudIntegrationSecret": files["secret.yaml"]["metadata"]["name"],
            "cloudCost": {"enabled": True},
        },
    }
    assert files["values-kubecost.yaml"] == {
        "serviceAccount": account,
        "cloudCost": {"cloudIntegrationSecret": files["secret.yaml"]["metadata"]["name"]},
    }


def test_the_legacy_cur_says_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenCost prunes by year and month there."""
    exports: Json = {"cur2": {"enabled": False}, "legacy_cur": {"enabled": True}}
    files = written("pod identity", tmp_path, monkeypatch, exports=exports)
    (athena,) = files["cloud-integration.json"]["aws"]["athena"]
    assert (athena["table"], athena["curVersion"]) == ("cur", "1.0")


def test_an_environment_that_lets_no_pods_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And which setting does."""
    assert main(["opencost", "example", "--out", str(tmp_path)]) == 1
    assert "consumers.opencost" in capsys.readouterr().err
