"""A queue's attributes stay as they were set."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator.aws import sqs_attributes
from emulator.cloud.cloud import Cloud
from modules import iam

ARN = "arn:aws:sqs:eu-west-1:123456789012"
POLICY = iam.render(iam.queue_access(f"{ARN}:source", None, "123456789012"))
ALLOW = '{"redrivePermission":"byQueue","sourceQueueArns":["' + ARN + ':source"]}'
REDRIVE = '{"deadLetterTargetArn":"' + ARN + ':dead","maxReceiveCount":3}'


def attributes(cloud: Cloud) -> dict[str, str]:
    """A queue with everything set, after one more attribute was changed."""
    sqs = cloud.client("sqs")
    sqs.create_queue(QueueName="dead")
    spaced = json.dumps(json.loads(REDRIVE))
    url = sqs.create_queue(
        QueueName="source", Attributes={"Policy": POLICY, "RedrivePolicy": spaced}
    )["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedriveAllowPolicy": ALLOW})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "60"})
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return dict(found)


def test_attributes_stay_as_set(cloud: Cloud) -> None:
    """Changing one attribute leaves the policies alone, and they come back compact."""
    found = attributes(cloud)
    assert found["Policy"] == POLICY
    assert found["RedriveAllowPolicy"] == ALLOW
    assert found["RedrivePolicy"] == REDRIVE
    assert found["VisibilityTimeout"] == "60"


def test_an_attribute_can_be_asked_for_by_name(cloud: Cloud) -> None:
    """RedriveAllowPolicy is a name that GetQueueAttributes knows."""
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName="q", Attributes={"RedriveAllowPolicy": ALLOW})["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedriveAllowPolicy"])
    assert found["Attributes"] == {"RedriveAllowPolicy": ALLOW}


def test_a_policy_can_be_taken_away(cloud: Cloud) -> None:
    """Setting a policy to an empty text removes it."""
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName="q", Attributes={"Policy": POLICY})["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": ""})
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert "Policy" not in found


def test_a_dead_letter_queue_chooses_its_sources(cloud: Cloud) -> None:
    """A queue that isn't among the allowed sources can't use the dead-letter queue."""
    sqs = cloud.client("sqs")
    sqs.create_queue(QueueName="dead", Attributes={"RedriveAllowPolicy": ALLOW})
    sqs.create_queue(QueueName="source", Attributes={"RedrivePolicy": REDRIVE})
    with pytest.raises(ClientError, match="redrive allow policy of dead doesn't accept"):
        sqs.create_queue(QueueName="other", Attributes={"RedrivePolicy": REDRIVE})


@pytest.mark.parametrize("name", ["Policy", "RedriveAllowPolicy", "RedrivePolicy"])
def test_moto_alone_changes_attributes(cloud: Cloud, name: str) -> None:
    """moto loses or reformats each of the three; else that part of the patch can go."""
    expected: dict[str, Any] = {
        "Policy": POLICY,
        "RedriveAllowPolicy": ALLOW,
        "RedrivePolicy": REDRIVE,
    }
    with sqs_attributes.patch.taken_off():
        assert attributes(cloud).get(name) != expected[name]
