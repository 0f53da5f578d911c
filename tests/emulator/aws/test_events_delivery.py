"""EventBridge reaches every target, state machines with the target's role."""

import json
from typing import Any

import pytest

from emulator.aws import events_delivery
from emulator.cloud.cloud import Cloud
from modules import iam
from tests.emulator.aws.events import add_bucket, configure, receive
from tests.emulator.aws.machines import MACHINE, add_machine, add_role, executions

PATTERN = {
    "source": ["aws.s3"],
    "detail-type": ["Object Created"],
    "detail": {"object": {"key": [{"wildcard": "cur2/*Manifest.json"}]}},
}
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:target"
RULE = "arn:aws:events:eu-west-1:123456789012:rule/rule"


def add_rule(cloud: Cloud, targets: list[dict[str, Any]], **rule: Any) -> str:
    """A bucket that speaks to EventBridge, a rule, and a queue for one of its targets."""
    add_bucket(cloud)
    configure(cloud, EventBridgeConfiguration={})
    queue: str = cloud.client("sqs").create_queue(QueueName="target")["QueueUrl"]
    events = cloud.client("events")
    events.put_rule(**({"Name": "rule", "EventPattern": json.dumps(PATTERN)} | rule))
    events.put_targets(Rule="rule", Targets=targets)
    return queue


def deliver(cloud: Cloud, key: str = "cur2/a-Manifest.json") -> None:
    cloud.client("s3").put_object(Bucket="bucket", Key=key)
    cloud.wait_until_idle()


def machine_target(cloud: Cloud, access: iam.Policy, trust: iam.Policy) -> dict[str, Any]:
    return {
        "Id": "machine",
        "Arn": add_machine(cloud),
        "RoleArn": add_role(cloud, "events", trust, access),
        "InputTransformer": {
            "InputPathsMap": {"manifest": "$.detail.object.key"},
            "InputTemplate": '{"manifest":<manifest>}',
        },
    }


def trust(rule: str = RULE) -> iam.Policy:
    return iam.trust("events.amazonaws.com", iam.on_behalf_of("123456789012", rule))


def started(cloud: Cloud, access: iam.Policy, trust: iam.Policy) -> list[str]:
    """The inputs of the executions that a delivery starts."""
    add_rule(cloud, [machine_target(cloud, access, trust)])
    deliver(cloud)
    return [execution["input"] for execution in executions(cloud)]


ACCESS = iam.start_execution("arn:aws:states:eu-west-1:123456789012:stateMachine:machine")


def test_a_delivery_starts_an_execution(cloud: Cloud) -> None:
    """The rule starts the state machine with the transformed event."""
    assert started(cloud, ACCESS, trust()) == ['{"manifest":"cur2/a-Manifest.json"}']


def test_each_delivery_starts_its_own(cloud: Cloud) -> None:
    """Two deliveries of the same manifest are two executions."""
    started(cloud, ACCESS, trust())
    deliver(cloud)
    assert len(executions(cloud)) == 2


def test_moto_alone_starts_nothing(cloud: Cloud) -> None:
    """moto doesn't know state machines as targets; else this part can go."""
    with events_delivery.patch.taken_off():
        assert started(cloud, ACCESS, trust()) == []


@pytest.mark.parametrize(
    ("access", "trusting"),
    [
        (iam.start_execution("arn:aws:states:eu-west-1:123456789012:stateMachine:other"), trust()),
        (ACCESS, trust("arn:aws:events:eu-west-1:123456789012:rule/other")),
        (ACCESS, iam.trust("glue.amazonaws.com")),
    ],
)
def test_the_targets_role_is_used(cloud: Cloud, access: iam.Policy, trusting: iam.Policy) -> None:
    """Without the permission, or with a role that EventBridge can't take on, nothing starts."""
    assert started(cloud, access, trusting) == []


def unknown_first(cloud: Cloud) -> bool:
    """Does a target behind one of an unknown kind get the event?"""
    unknown = {"Id": "1", "Arn": "arn:aws:kinesis:eu-west-1:123456789012:stream/s"}
    queue = add_rule(cloud, [unknown, {"Id": "2", "Arn": QUEUE}])
    deliver(cloud)
    return len(receive(cloud, queue)) == 1


def test_an_unknown_target_does_not_stop_the_others(cloud: Cloud) -> None:
    """Delivery goes on after a target that the emulator can't reach."""
    assert unknown_first(cloud)


def test_moto_alone_stops(cloud: Cloud) -> None:
    """moto's delivery ends at a target that it doesn't know; else this part can go."""
    with events_delivery.patch.taken_off():
        assert not unknown_first(cloud)


def test_only_matching_events_are_delivered(cloud: Cloud) -> None:
    """A wildcard pattern lets through manifests and nothing else."""
    queue = add_rule(cloud, [{"Id": "1", "Arn": QUEUE}])
    for key in ("cur2/a.parquet", "cur/Manifest.json", "cur2/x/y-Manifest.json"):
        deliver(cloud, key)
    keys = [event["detail"]["object"]["key"] for event in receive(cloud, queue)]
    assert keys == ["cur2/x/y-Manifest.json"]


def test_a_queue_gets_the_transformed_event(cloud: Cloud) -> None:
    """An input path counts for queues too."""
    target = {"Id": "1", "Arn": QUEUE, "InputPath": "$.detail.object.key"}
    queue = add_rule(cloud, [target])
    deliver(cloud)
    received: list[object] = [*receive(cloud, queue)]
    assert received == ["cur2/a-Manifest.json"]


@pytest.mark.parametrize("change", [{"State": "DISABLED"}, {"schedule": True}])
def test_a_rule_that_must_not_fire_does_not(cloud: Cloud, change: dict[str, Any]) -> None:
    """A disabled rule, and one with only a schedule, hear of no event."""
    queue = add_rule(cloud, [{"Id": "1", "Arn": QUEUE}])
    events = cloud.client("events")
    if change.pop("schedule", False):
        events.remove_targets(Rule="rule", Ids=["1"])
        events.delete_rule(Name="rule")
        events.put_rule(Name="rule", ScheduleExpression="rate(1 day)")
        events.put_targets(Rule="rule", Targets=[{"Id": "1", "Arn": QUEUE}])
    else:
        events.disable_rule(Name="rule")
    deliver(cloud)
    assert receive(cloud, queue) == []


def buried(cloud: Cloud, **target: Any) -> list[dict[str, Any]]:
    """Letters of a rule whose machine may not be started, `target` being what else it says."""
    arn = "arn:aws:sqs:eu-west-1:123456789012:dead"
    policy = iam.undelivered_events_access(arn, target.pop("rules", [RULE]))
    sqs = cloud.client("sqs")
    dead = sqs.create_queue(QueueName="dead", Attributes={"Policy": iam.render(policy)})["QueueUrl"]
    machine = machine_target(cloud, iam.start_execution(MACHINE + "-other"), trust())
    add_rule(cloud, [machine | {"DeadLetterConfig": {"Arn": arn}} | target])
    deliver(cloud)
    found = sqs.receive_message(QueueUrl=dead, MessageAttributeNames=["All"])
    return list(found.get("Messages", []))


def test_an_event_that_starts_nothing_is_buried(cloud: Cloud) -> None:
    """The event as it came, and which rule, which target and why."""
    (letter,) = buried(cloud)
    assert json.loads(letter["Body"])["detail"]["object"]["key"] == "cur2/a-Manifest.json"
    told = {name: found["StringValue"] for name, found in letter["MessageAttributes"].items()}
    assert (told["RULE_ARN"], told["TARGET_ARN"]) == (RULE, MACHINE)
    assert told["ERROR_CODE"] == "NO_PERMISSIONS"
    assert "states:StartExecution" in told["ERROR_MESSAGE"]


def test_what_the_transformer_makes_no_json_of_is_buried(cloud: Cloud) -> None:
    """A machine takes nothing else."""
    broken = {"InputPathsMap": {}, "InputTemplate": '{"manifest":'}
    access = iam.start_execution(MACHINE)
    role = add_role(cloud, "allowed", trust(), access)
    (letter,) = buried(cloud, InputTransformer=broken, RoleArn=role)
    assert letter["MessageAttributes"]["TARGET_ARN"]["StringValue"] == MACHINE


def test_a_queue_that_is_for_other_rules_gets_nothing(cloud: Cloud) -> None:
    """Its policy decides."""
    assert buried(cloud, rules=[RULE + "-other"]) == []
