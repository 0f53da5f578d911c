"""Who publishes to the topic, who may use its key, who is told."""

from tests.conftest import Stack, Synthesize

TOPIC = "monitoring_alarm_topic"


def test_alarms_can_use_the_key(example: Stack) -> None:
    """AWS's own key for SNS lets no other service in; nothing that publishes is refused by ours."""
    topic = example.resource("aws_sns_topic", TOPIC)
    assert "aws_kms_key" in topic["kms_master_key_id"]
    own, *services = example.policy("aws_kms_key", f"{TOPIC}_key")["Statement"]
    assert own["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}
    assert [s["Principal"]["Service"].partition(".")[0] for s in services] == [
        "cloudwatch",
        "events",
    ]
    for service in services:
        assert service["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]
        assert "Condition" not in service
    assert example.resource("aws_kms_key", f"{TOPIC}_key")["enable_key_rotation"] is True


def test_only_the_pipelines_alarms_publish_and_rules(example: Stack) -> None:
    """On behalf of another alarm CloudWatch is refused, and so is plain HTTP; rules tell no key."""
    alarms, rules, http = example.policy("aws_sns_topic_policy", f"{TOPIC}_policy")["Statement"]
    root = "eu-west-1:123456789012"
    assert alarms["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "123456789012"},
        "ArnLike": {"aws:SourceArn": f"arn:aws:cloudwatch:{root}:alarm:cid-*"},
    }
    assert rules["Principal"] == {"Service": "events.amazonaws.com"}
    assert "Condition" not in rules
    assert (http["Effect"], http["Condition"]) == (
        "Deny",
        {"Bool": {"aws:SecureTransport": "false"}},
    )


def test_guards_of_what_is_spent_are_let_in_while_they_are_on(synthesize: Synthesize) -> None:
    """On behalf of this account, to the topic and to its key."""
    spending = {"budgets": {"all": {"limit_usd": 1}}, "anomalies": {"enabled": True}}
    stack = synthesize(monitoring=spending)
    told = stack.policy("aws_sns_topic_policy", f"{TOPIC}_policy")["Statement"]
    by_sid = {one["Sid"]: one for one in told}
    own = {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    arn = {"ArnLike": {"aws:SourceArn": "arn:aws:budgets::123456789012:*"}}
    assert by_sid["BudgetsTell"]["Condition"] == own | arn
    assert by_sid["CostalertsTell"]["Condition"] == own
    services = stack.policy("aws_kms_key", f"{TOPIC}_key")["Statement"][1:]
    assert [one["Principal"]["Service"] for one in services][2:] == [
        "budgets.amazonaws.com",
        "costalerts.amazonaws.com",
    ]


def test_each_subscriber_is_told_in_its_own_way(synthesize: Synthesize) -> None:
    """By the settings' order."""
    queue = "arn:aws:sqs:eu-west-1:123456789012:on-call"
    function = "arn:aws:lambda:eu-west-1:123456789012:function:f"
    told = {"emails": ["a@b.example"], "subscribers": ["https://c.example", queue, function]}
    found = synthesize(monitoring=told).resources("aws_sns_topic_subscription").values()
    assert [(one["protocol"], one["endpoint"]) for one in found] == [
        ("email", "a@b.example"),
        ("https", "https://c.example"),
        ("sqs", queue),
        ("lambda", function),
    ]
