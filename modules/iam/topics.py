"""Who may publish to the topic of alarms, and use its key for it.

https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
https://docs.aws.amazon.com/cost-management/latest/userguide/ad-SNS.html
"""

from collections.abc import Sequence

from modules.iam.documents import (
    Policy,
    Statement,
    document,
    on_behalf_of,
    refuse_plain_http,
    statement,
)
from modules.naming import PARTITION, Names

ALARMS, RULES = "cloudwatch.amazonaws.com", "events.amazonaws.com"
BUDGETS, ANOMALIES = "budgets.amazonaws.com", "costalerts.amazonaws.com"


def alarm_topic_access(names: Names, rules: Sequence[str], guards: Sequence[str] = ()) -> Policy:
    """The pipeline's alarms, rules where there are some, these guards of what is spent, TLS only.

    A statement for rules takes no condition, unlike that of a queue; whose rule it is, is not asked.
    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
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
        told.append(statement("RulesTell", "sns:Publish", topic, principal={"Service": RULES}))
    told += [_guard_tells(names, topic, guard) for guard in guards]
    return document(*told, refuse_plain_http("sns:Publish", topic))


def _guard_tells(names: Names, topic: str, service: str) -> Statement:
    """For this account alone; AWS promises the ARN of a budget, of a subscription not."""
    own = {"StringEquals": {"aws:SourceAccount": names.account_id}}
    budgets = on_behalf_of(names.account_id, names.global_arn("budgets", "*"))
    return statement(
        f"{service.partition('.')[0].capitalize()}Tell",
        "sns:Publish",
        topic,
        principal={"Service": service},
        conditions=budgets if service == BUDGETS else own,
    )


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
