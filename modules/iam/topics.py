"""Who may publish to the topic of alarms, and use its key for it."""

from collections.abc import Sequence

from modules.iam.documents import (
    Policy,
    document,
    on_behalf_of,
    refuse_plain_http,
    statement,
)
from modules.naming import PARTITION, Names

ALARMS, RULES = "cloudwatch.amazonaws.com", "events.amazonaws.com"


def alarm_topic_access(names: Names, rules: Sequence[str]) -> Policy:
    """The pipeline's alarms, these rules by name, TLS only.

    A rule tells its ARN and no other key, as with queues.
    """
    topic = names.arn("sns", names.alarm_topic)
    told = [
        statement(
            "AlarmsTell",
            "sns:Publish",
            topic,
            principal={"Service": ALARMS},
            conditions=on_behalf_of(
                names.account_id, names.arn("cloudwatch", f"alarm:{names.alarm('*')}")
            ),
        )
    ]
    if rules:
        arns = [names.arn("events", f"rule/{rule}") for rule in rules]
        told.append(
            statement(
                "RulesTell",
                "sns:Publish",
                topic,
                principal={"Service": RULES},
                conditions={"ArnEquals": {"aws:SourceArn": arns}},
            )
        )
    return document(*told, refuse_plain_http("sns:Publish", topic))


def alarm_key_access(account_id: str, services: Sequence[str]) -> Policy:
    """The account's own policies decide, as in every key; and services that publish.

    Without conditions: AWS doesn't tell a key on whose behalf EventBridge publishes, and would refuse
    in silence. Who may publish at all is the topic's policy.
    https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    own = statement(
        "TheAccountsPoliciesDecide",
        "kms:*",
        "*",
        principal={"AWS": f"arn:{PARTITION}:iam::{account_id}:root"},
    )
    may = [
        statement(
            f"{service.partition('.')[0].capitalize()}Encrypts",
            ("kms:Decrypt", "kms:GenerateDataKey*"),
            "*",
            principal={"Service": service},
        )
        for service in services
    ]
    return document(own, *may)
