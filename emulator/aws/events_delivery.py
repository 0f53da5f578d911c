"""EventBridge delivers to every target of a matching rule, state machines included.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
moto: the first target of a kind it doesn't know ends delivery to all others, silently; a rule with
only a schedule matches every event; a disabled rule still fires; S3's events skip the input
transformer. A delivery that fails (no permission, no such target) is logged, buried, and
counted as a failed invocation.
"""

import copy
import logging
import uuid
from collections.abc import Mapping
from typing import Any

from moto.events.models import Rule
from moto.sqs.models import sqs_backends
from moto.stepfunctions.responses import get_backend
from moto.utilities.arns import parse_arn

from emulator.aws import cloudwatch_metrics
from emulator.aws.events_dead_letters import bury
from emulator.aws.events_input import Event, target_input
from emulator.aws.patching import Patch
from emulator.aws.roles import AccessDenied, Role
from emulator.aws.sns_publishers import publish

log = logging.getLogger(__name__)
patch = Patch()
_moto_sends = Rule.send_to_targets
_TRANSFORMS = {"Input", "InputPath", "InputTransformer"}


@patch.replaces(Rule, "send_to_targets")
def _send_to_targets(rule: Any, original_event: Event, transform_input: bool = True) -> None:
    if rule.state == "DISABLED" or not rule.event_pattern.get_pattern():
        return
    if not rule.event_pattern.matches_event(original_event):
        return
    for target in list(rule.targets):
        _count(rule, "Invocations")
        try:
            _send(rule, target, original_event, transform_input)
        except Exception as error:
            _count(rule, "FailedInvocations")
            log.warning("rule %s could not invoke %s: %s", rule.name, target["Arn"], error)
            bury(rule, target, original_event, error)


def _count(rule: Any, metric: str) -> None:
    cloudwatch_metrics.count(
        rule.account_id, rule.region_name, "AWS/Events", metric, RuleName=rule.name
    )


def _send(rule: Any, target: Mapping[str, Any], event: Event, transform_input: bool) -> None:
    arn = parse_arn(target["Arn"])
    if arn.service == "states":
        _start_execution(rule, target, event)
    elif arn.service == "sns":
        # "You can't use Condition blocks in Amazon SNS topic policies for EventBridge":
        # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
        publish(target["Arn"], "events.amazonaws.com", {}, target_input(target, event))
    elif arn.service == "sqs" and _TRANSFORMS & target.keys():
        queues = sqs_backends[arn.account][arn.region]
        group = target.get("SqsParameters", {}).get("MessageGroupId")
        queues.send_message(arn.resource_id, target_input(target, event), group_id=group)
    else:
        alone = copy.copy(rule)
        alone.targets = [target]
        _moto_sends(alone, dict(event), transform_input)


def _start_execution(rule: Any, target: Mapping[str, Any], event: Event) -> None:
    arn = parse_arn(target["Arn"])
    role = Role(rule.account_id, target["RoleArn"])
    context = {"aws:SourceArn": rule.arn, "aws:SourceAccount": rule.account_id}
    if not role.assumable_by("events.amazonaws.com", context):
        raise AccessDenied(f"{role.arn} can't be assumed by events.amazonaws.com for {rule.arn}")
    role.require("states:StartExecution", target["Arn"])
    get_backend(arn.account, arn.region).start_execution(
        target["Arn"], f"{event['id']}_{uuid.uuid4()}", target_input(target, event)
    )
