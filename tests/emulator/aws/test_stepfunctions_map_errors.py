"""A Map state fails with the error of its iteration."""

from emulator.aws import stepfunctions_map_errors
from emulator.cloud.cloud import Cloud
from tests.emulator.aws.machines import add_machine, run


def error(cloud: Cloud) -> str:
    """Of a Map whose iteration waits for an answer that never comes."""
    url = cloud.client("sqs").create_queue(QueueName="asked")["QueueUrl"]
    ask = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": {"QueueUrl": url, "MessageBody.$": "$$.Task.Token"},
        "TimeoutSeconds": 1,
        "End": True,
    }
    inside = {"StartAt": "Ask", "States": {"Ask": ask}}
    each = {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": inside, "End": True}
    items = {"Type": "Pass", "Result": {"items": [1]}, "Next": "Each"}
    machine = add_machine(cloud, {"StartAt": "Items", "States": {"Items": items, "Each": each}})
    return str(run(cloud, machine)["error"])


def test_the_error_keeps_its_name(cloud: Cloud) -> None:
    """Also one of Step Functions' own, so that a Catch finds it."""
    assert error(cloud) == "States.Timeout"


def test_moto_alone_fails_itself(cloud: Cloud) -> None:
    """moto refuses the name; else this patch can go."""
    with stepfunctions_map_errors.patch.taken_off():
        assert error(cloud) == "States.Runtime"
