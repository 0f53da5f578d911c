"""Clients as their makers ship them, against the applied stack: docs/clients.md says what works.

They leave what they make in databases of their own, and a column that cid-cmd adds to a table, which
Terraform's next plan must not mind (test_story.py).

Each runs in a process and with an environment of its own, made by `make test` from `clients.txt`; all at
once, for they wait most of the time. Nothing that they send leaves the machine.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from costs.laptop.story import Story
from emulator.environment import PROJECT
from tests.terraform.clients.calls import WORKS

pytestmark = pytest.mark.terraform
PYTHON = Path(".tools/clients/bin/python")
REQUIREMENTS = Path(__file__).with_name("clients.txt")
DOCS = Path("docs/clients.md")
CLIENTS = {
    "awscli": "with_aws",
    "PyAthena": "with_pyathena",
    "awswrangler": "with_awswrangler",
    "dbt-athena": "with_dbt",
    "cid-cmd": "with_cid",
}
OWN = ("alchemy", "wrangler", "dbt", "cid_cur")  # databases that they make
NOWHERE = "http://127.0.0.1:1"
Outcomes = dict[str, str]  # by call


@pytest.fixture(scope="module")
def outcomes(told: Story) -> Iterator[dict[str, Outcomes]]:
    """What each client said of its calls."""
    if not PYTHON.exists():
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing(f"{PYTHON} is not there: `make test` or `make clients` installs it")
    variables = os.environ | environment(told)
    started = {client: start(module, variables) for client, module in CLIENTS.items()}
    yield {client: said(process) for client, process in started.items()}
    glue = told.laptop.cloud.client("glue")
    for database in {found["Name"] for found in glue.get_databases()["DatabaseList"]} & {*OWN}:
        glue.delete_database(Name=database)


def environment(told: Story) -> Mapping[str, str]:
    """What `up` tells, and that there is no way out."""
    names = told.laptop.emulated.names
    return {
        **told.laptop.cloud.environment(),
        "WORKGROUP": names.workgroup,
        "DATABASE": names.database,
        "BUCKET": names.results_bucket,
        "HTTP_PROXY": NOWHERE,
        "HTTPS_PROXY": NOWHERE,
        "NO_COLOR": "1",
    }


def start(module: str, variables: Mapping[str, str]) -> "subprocess.Popen[str]":
    command = [str(PROJECT / PYTHON), "-W", "ignore", "-m", f"tests.terraform.clients.{module}"]
    return subprocess.Popen(
        command,
        cwd=PROJECT,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def said(process: "subprocess.Popen[str]") -> Outcomes:
    """Its last lines of JSON; others are the client's own."""
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0, output
    lines = [json.loads(line) for line in output.splitlines() if line.startswith('{"call"')]
    return {line["call"]: line["outcome"] for line in lines}


def sections() -> dict[str, dict[str, str]]:
    """Of docs/clients.md: a client with its version, and of each call the words of its outcome."""
    found = {}
    for section in DOCS.read_text().split("\n## ")[1:]:
        heading, _, body = section.partition("\n")
        rows = re.findall(r"^\| (.+?) \| (.+?) \|.*\|$", body, re.MULTILINE)
        found[heading] = {call: outcome.strip("`") for call, outcome in rows}
    return found


def versions() -> dict[str, str]:
    pins = [line.split("==") for line in REQUIREMENTS.read_text().splitlines() if "==" in line]
    return dict(pins)


def documented(client: str) -> dict[str, str]:
    return sections()[f"{client} {versions()[client]}"]


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_can_do_what_the_docs_say(outcomes: dict[str, Outcomes], client: str) -> None:
    """Every call is there, with the words of what it meets."""
    told = documented(client)
    assert outcomes[client].keys() == told.keys()
    for call, outcome in outcomes[client].items():
        assert told[call] in outcome if told[call] != WORKS else outcome == WORKS, call
