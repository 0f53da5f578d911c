"""checkov on the second plan of the applied stack: no finding without a reason.

On a plan, because it crashes on synthesized JSON, and silently. Its environment is its own, made by
`make test` from `checkov.txt`. `--skip-download` keeps it from asking its maker's servers for policies.
"""

import fnmatch
import json
import os
import re
import subprocess
import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Json

pytestmark = pytest.mark.terraform
CHECKOV = Path(".tools/checkov/bin/checkov")
ACCEPTED = Path(__file__).with_name("accepted_findings.toml")
HASH = re.compile(r"_[0-9A-F]{8}$")
Finding = tuple[str, str]  # id of the check, resource


@pytest.fixture(scope="module")
def plan(second_plan: Json) -> str:
    """Of the shipped environment; every policy is known, since it is applied."""
    if not CHECKOV.exists():
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing(f"{CHECKOV} is not there: `make test` installs it")
    return json.dumps(as_configured(deepcopy(second_plan)))


def as_configured(plan: dict[str, Any]) -> dict[str, Any]:
    """Without what AWS alone says of a resource: checkov takes an empty `logging` for logs."""
    expressions = {
        resource["address"]: resource.get("expressions", {})
        for resource in plan["configuration"]["root_module"]["resources"]
    }
    for resource in plan["planned_values"]["root_module"]["resources"]:
        ours = expressions[resource["address"]]
        resource["values"] = {k: v for k, v in resource.get("values", {}).items() if k in ours}
    return plan


@pytest.fixture(scope="module")
def findings(plan: str, tmp_path_factory: pytest.TempPathFactory) -> set[Finding]:
    """Each failed check with the resource, its name without the hash."""
    return checked(plan, tmp_path_factory.mktemp("checkov"))


def checked(plan: str, folder: Path) -> set[Finding]:
    """What checkov finds, provided that it reads all of the plan."""
    file = folder / "plan.json"
    file.write_text(plan)
    report = run_checkov(file)
    resources = json.loads(plan)["planned_values"]["root_module"]["resources"]
    assert report["summary"]["parsing_errors"] == 0
    assert report["summary"]["resource_count"] >= len(resources)
    return {
        (found["check_id"], HASH.sub("", found["resource"]))
        for found in report["results"]["failed_checks"]
    }


def run_checkov(plan: Path) -> dict[str, Any]:
    """Its report, whatever it found."""
    options = ["--framework", "terraform_plan", "--skip-download", "--quiet", "--compact"]
    command = [str(CHECKOV), "--file", str(plan), *options, "--output", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("{"), done.stdout + done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def accepted() -> dict[str, dict[str, Any]]:
    return tomllib.loads(ACCEPTED.read_text())


def test_no_finding_is_without_a_reason(findings: set[Finding]) -> None:
    """A new one is mended, or gets a reason in accepted_findings.toml."""
    unexplained = {
        (check, resource)
        for check, resource in findings
        if not any(
            fnmatch.fnmatchcase(resource, pattern)
            for pattern in accepted().get(check, {}).get("resources", ())
        )
    }
    assert unexplained == set()


def test_no_reason_is_without_a_finding(findings: set[Finding]) -> None:
    """What was mended is no longer accepted."""
    surplus = {
        (check, pattern)
        for check, entry in accepted().items()
        for pattern in entry["resources"]
        if not any(
            check == found and fnmatch.fnmatchcase(resource, pattern)
            for found, resource in findings
        )
    }
    assert surplus == set()


def test_every_reason_is_a_sentence() -> None:
    """Somebody will ask why."""
    assert all(len(entry["reason"].split()) >= 4 for entry in accepted().values())


def test_a_protection_that_is_off_is_found(plan: str, tmp_path: Path) -> None:
    """checkov does look: the public access blocks of the same plan, without a part of theirs."""
    changed = json.loads(plan)
    planned = changed["planned_values"]["root_module"]
    kind = "aws_s3_bucket_public_access_block"
    planned["resources"] = [one for one in planned["resources"] if one["type"] == kind]
    for resource in planned["resources"]:
        resource["values"]["block_public_policy"] = False
    found = {check for check, _ in checked(json.dumps(changed), tmp_path)}
    assert "CKV_AWS_54" in found - accepted().keys()
