"""What moto needs again and again is made once."""

from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.asl.utils.boto_client import boto_client_for

from emulator.aws import stepfunctions_made_once
from emulator.aws.pace import PACE
from emulator.cloud.cloud import Cloud
from tests.emulator.aws.machines import NOTHING, add_machine, history, run, starter_access, task

DEFINITION = '{"StartAt": "Done", "States": {"Done": {"Type": "Pass", "End": true}}}'


def parsed_twice() -> list[object]:
    return [AmazonStateLanguageParser.parse(DEFINITION)[0] for _ in range(2)]


def test_a_definition_is_parsed_once(cloud: Cloud) -> None:
    """Not again for each execution."""
    one, other = parsed_twice()
    assert one is other


def test_a_client_is_made_once(cloud: Cloud) -> None:
    """Not again for each task."""
    assert boto_client_for("eu-west-1", "glue") is boto_client_for("eu-west-1", "glue")
    assert boto_client_for("eu-west-1", "glue") is not boto_client_for("us-east-1", "glue")


def test_moto_alone_makes_them_anew(cloud: Cloud) -> None:
    """Else this patch can go."""
    with stepfunctions_made_once.patch.taken_off():
        one, other = parsed_twice()
        assert one is not other
        assert boto_client_for("eu-west-1", "glue") is not boto_client_for("eu-west-1", "glue")


def test_an_execution_leaves_nothing_to_the_next(cloud: Cloud) -> None:
    """One definition, another input: another answer, and its attempts are counted from nothing."""
    PACE.wait = 0.01
    retry = {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 1}
    asked = task("glue:startCrawler", {"Name.$": "$.name"}, Retry=[retry])
    machine = add_machine(cloud, asked, starter_access(NOTHING, f"{NOTHING}-else"))
    for name in ("nothing", "nothing-else"):
        described = run(cloud, machine, name, {"name": name})
        assert described["status"] == "FAILED"
        assert f" {name} not found" in described["cause"]
        assert attempts(cloud, described["executionArn"]) == 2


def attempts(cloud: Cloud, execution: str) -> int:
    """How often its task was tried."""
    return [event["type"] for event in history(cloud, execution)].count("TaskScheduled")
