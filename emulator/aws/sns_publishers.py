"""A service publishes to a topic as far as the topic's policy, and the policy of its key, let it.

https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
moto asks neither. Where AWS would lose a message in silence, AccessDenied is raised here.
"""

from collections.abc import Mapping

from moto.kms.models import kms_backends
from moto.sns.models import sns_backends
from moto.utilities.arns import parse_arn

from emulator.aws import policy
from emulator.aws.roles import AccessDenied

USED = ("kms:Decrypt", "kms:GenerateDataKey")


def publish(
    topic_arn: str, service: str, told: Mapping[str, str], message: str, subject: str | None = None
) -> None:
    """As `service`, which tells these condition keys to the topic, and none to the key."""
    place = parse_arn(topic_arn)
    topic = sns_backends[place.account][place.region].get_topic(topic_arn)
    context = {**told, "aws:SecureTransport": "true"}
    asked = policy.Request("sns:Publish", topic_arn, service, context)
    if policy.decide([policy.read(topic.policy)], asked) is not policy.Decision.ALLOWED:
        raise AccessDenied(f"the policy of {topic_arn} doesn't let {service} publish")
    if topic.kms_master_key_id:
        _use_key(topic.kms_master_key_id, service)
    topic.publish(message, subject=subject)


def _use_key(key_arn: str, service: str) -> None:
    place = parse_arn(key_arn)
    key = kms_backends[place.account][place.region].describe_key(key_arn)
    for action in USED:
        asked = policy.Request(action, key_arn, service, {})
        if policy.decide([policy.read(key.policy)], asked) is not policy.Decision.ALLOWED:
            raise AccessDenied(f"the policy of {key_arn} doesn't let {service} use it")
