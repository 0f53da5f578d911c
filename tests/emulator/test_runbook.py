"""docs/runbook.md: each command in it, on the deployed pipeline.

With the aws CLI as its makers ship it. Names of outputs are those that Terraform would answer with; the
prefix, months and ARNs that a reader fills in are filled in here.
"""

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulator.aws.cloudwatch_alarms import evaluate
from emulator.cloud.cloud import Cloud
from tests.conftest import Stack, Synthesize
from tests.emulator.faults.pipeline import SETTINGS, Pipeline, costs

RUNBOOK = Path("docs/runbook.md").read_text()
PYTHON = Path(".tools/clients/bin/python")
RUNNER = Path(__file__).with_name("aws_commands.py")
OUTPUT = re.compile(r"\$\(terraform output -raw (\w+)\)")
INNER = re.compile(r'"\$\(aws ([^)]*)\)"')
NOT_HERE = {
    "terraform untaint": "no state is here; that there is such an address: below",
    '{"last_months": 1200}': "the demo's story runs it on all of its months",
}
# Where nothing is found, or nothing is answered.
SAYS_NOTHING = ("aws glue start-crawler",)


def commands() -> Iterator[tuple[str, str]]:
    """Section and command, on one line: of blocks that are indented by four."""
    section = ""
    for line in RUNBOOK.replace("\\\n", " ").splitlines():
        section = line[3:] if line.startswith("## ") else section
        if re.match(r" {4}(aws|terraform|python) ", line):
            yield section, line.strip()


RUN = [found for found in commands() if not any(left in found[1] for left in NOT_HERE)]


@pytest.fixture(scope="module")
def stack(synthesize: Synthesize) -> Stack:
    return synthesize(**SETTINGS)


@pytest.fixture
def pipeline(cloud: Cloud, synthesize: Synthesize, tmp_path: Path) -> Iterator[Pipeline]:
    with Pipeline.on(cloud, synthesize, tmp_path) as running:
        running.deployment.create("monitoring/alarms", "monitoring/alarm_topic")
        yield running


def aws(cloud: Cloud, asked: list[list[str]]) -> list[tuple[int, str, str]]:
    """Exit code and output of each."""
    if not PYTHON.exists():
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing(f"{PYTHON} is not there: `make test` or `make clients` installs it")
    done = subprocess.run(
        [PYTHON, RUNNER],
        input=json.dumps(asked),
        env=os.environ | cloud.environment() | {"NO_PROXY": "127.0.0.1", "AWS_PAGER": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return [(code, out, err) for code, out, err in json.loads(done.stdout)]


def test_each_command_of_the_runbook_does_what_it_says(pipeline: Pipeline) -> None:
    """It exits with 0; what it starts ends well, and most of them have something to show."""
    evaluate(pipeline.cloud.account_id, pipeline.cloud.region)
    pipeline.deliver("2026-01", costs(1.0))
    failed = failed_execution(pipeline)
    filled = [filled_in(command, pipeline, failed) for _, command in RUN]
    inner = [found[1] for command in filled if (found := INNER.search(command))]
    answers = iter(aws(pipeline.cloud, [shlex.split(command) for command in inner]))
    whole = [INNER.sub(lambda _: shlex.quote(next(answers)[1].strip()), one) for one in filled]
    told = aws(pipeline.cloud, [shlex.split(command)[1:] for command in whole])
    problems = {command: err for command, (code, _, err) in zip(whole, told, strict=True) if code}
    assert problems == {}
    silent = {command for command, (_, out, _) in zip(whole, told, strict=True) if not out.strip()}
    assert silent <= {command for command in whole if command.startswith(SAYS_NOTHING)}
    assert pipeline.partitions() == ["2026-01", "2026-02"]
    for machine in (pipeline.starter, pipeline.sealer):
        assert pipeline.ended(machine)[0]["status"] == "SUCCEEDED"


def filled_in(command: str, pipeline: Pipeline, execution: str) -> str:
    """With what its reader knows."""
    for option, value in (("state-machine", pipeline.starter), ("execution", execution)):
        command = command.replace(f"--{option}-arn …", f"--{option}-arn {value}")
    return OUTPUT.sub(lambda found: pipeline.deployment.output(found[1]), command)


def failed_execution(pipeline: Pipeline) -> str:
    """One that would succeed now: for a while the starter's role had no policy. Its ARN."""
    iam, role = pipeline.cloud.client("iam"), pipeline.plan.names.starter_role
    (name,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
    policy = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    iam.delete_role_policy(RoleName=role, PolicyName=name)
    pipeline.deliver("2026-02", costs(1.0))
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(policy))
    failed = pipeline.ended(pipeline.starter)[0]
    assert failed["status"] == "FAILED"
    return str(failed["executionArn"])


def test_each_command_is_run_or_has_a_reason() -> None:
    """None is left out by a change of words."""
    assert len(RUN) >= 12
    for left in NOT_HERE:
        assert any(left in command for _, command in commands()), left


def test_the_address_in_the_runbook_exists(stack: Stack) -> None:
    """Of the export that is tainted."""
    found = re.search(r"terraform untaint '([\w.]+)'", RUNBOOK)
    assert found
    assert found[1] in stack.paths
