"""Seals the last two months anew once a week, whatever events got lost.

The month before the open one still changes for about two weeks. Who has AWS deliver an older one again
seals it by one command (docs/runbook.md).
"""

import json

from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktf_cdktf_provider_aws.cloudwatch_event_target import (
    CloudwatchEventTarget,
    CloudwatchEventTargetDeadLetterConfig,
)
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.sfn_state_machine import SfnStateMachine
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from modules import iam
from modules.naming import Names
from modules.role import add_role
from modules.settings.access import AccessSettings

LAST_MONTHS = 2


class CatchUp(Construct):
    """A schedule and the role that starts the state machine."""

    rule: CloudwatchEventRule

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        schedule: str,
        names: Names,
        access: AccessSettings,
        state_machine: SfnStateMachine,
        undelivered: SqsQueue,
    ) -> None:
        super().__init__(scope, id_)
        self.rule = CloudwatchEventRule(
            self,
            "rule",
            name=names.catch_up_rule,
            description=f"Seal the last {LAST_MONTHS} months anew",
            schedule_expression=schedule,
        )
        CloudwatchEventTarget(
            self,
            "target",
            rule=self.rule.name,
            arn=state_machine.arn,
            role_arn=self._add_role(names, access, state_machine).arn,
            dead_letter_config=CloudwatchEventTargetDeadLetterConfig(arn=undelivered.arn),
            input=json.dumps({"last_months": LAST_MONTHS}, separators=(",", ":")),
        )

    def _add_role(
        self, names: Names, access: AccessSettings, state_machine: SfnStateMachine
    ) -> IamRole:
        rule = names.arn("events", f"rule/{names.catch_up_rule}")
        return add_role(
            self,
            "role",
            name=names.catch_up_role,
            access=access,
            trust=iam.trust("events.amazonaws.com", iam.on_behalf_of(names.account_id, rule)),
            policy=iam.start_execution(state_machine.arn),
        ).role
