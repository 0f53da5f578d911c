"""Budgets as Terraform reads them, and who is told of them."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.sns.models import sns_backends

from emulator.aws import budgets
from emulator.cloud.cloud import Cloud
from tests.conftest import Synthesize
from tests.emulator.deployment import Deployment

ACCOUNT = "123456789012"
NOTIFICATION = {
    "NotificationType": "ACTUAL",
    "ComparisonOperator": "GREATER_THAN",
    "Threshold": 80.0,
}


@pytest.fixture
def made(cloud: Cloud) -> Any:
    client = cloud.client("budgets", "us-east-1")
    client.create_budget(
        AccountId=ACCOUNT,
        Budget={
            "BudgetName": "b",
            "BudgetType": "COST",
            "TimeUnit": "MONTHLY",
            "BudgetLimit": {"Amount": "100", "Unit": "USD"},
        },
        NotificationsWithSubscribers=[
            {
                "Notification": NOTIFICATION,
                "Subscribers": [{"SubscriptionType": "EMAIL", "Address": "a@b.example"}],
            }
        ],
        ResourceTags=[{"Key": "Team", "Value": "finops"}],
    )
    return client


def subscribers(client: Any, threshold: float = 80) -> list[str]:
    found = client.describe_subscribers_for_notification(
        AccountId=ACCOUNT, BudgetName="b", Notification=NOTIFICATION | {"Threshold": threshold}
    )
    return [one["Address"] for one in found["Subscribers"]]


def test_a_budget_says_who_is_told_and_what_it_is_tagged_with(made: Any) -> None:
    """Terraform's provider asks for both."""
    assert subscribers(made) == ["a@b.example"]
    with pytest.raises(ClientError, match="NotFoundException"):
        subscribers(made, 90)
    arn = f"arn:aws:budgets::{ACCOUNT}:budget/b"
    assert made.list_tags_for_resource(ResourceARN=arn)["ResourceTags"] == [
        {"Key": "Team", "Value": "finops"}
    ]


def test_a_budget_is_changed_in_place(made: Any) -> None:
    """Its notifications stay."""
    changed = {"BudgetLimit": {"Amount": "200", "Unit": "USD"}}
    budget = made.describe_budget(AccountId=ACCOUNT, BudgetName="b")["Budget"]
    made.update_budget(AccountId=ACCOUNT, NewBudget=budget | changed)
    found = made.describe_budget(AccountId=ACCOUNT, BudgetName="b")["Budget"]
    assert found["BudgetLimit"] == changed["BudgetLimit"]
    assert subscribers(made) == ["a@b.example"]


def test_who_spends_too_much_is_told_once_each_time(cloud: Cloud, synthesize: Synthesize) -> None:
    """By the deployed topic, which lets AWS Budgets in only while there are budgets."""
    settings = {"budgets": {"all": {"limit_usd": 100, "actual": [80, 100]}}}
    Deployment(cloud, synthesize(monitoring=settings)).create(
        "monitoring/alarm_topic", "monitoring/budgets"
    )
    topics = sns_backends[ACCOUNT][cloud.region].topics

    def told() -> int:
        return sum(len(topic.sent_notifications) for topic in topics.values())

    for actual, forecast, messages in (
        (80, 100, 0),
        (81, 100, 1),
        (81, 101, 2),
        (150, 150, 3),
        (0, 0, 3),
        (150, 150, 6),
    ):
        budgets.spend(ACCOUNT, "cid-all", actual, forecast)
        assert told() == messages


def test_moto_alone_forgets_the_subscribers(made: Any) -> None:
    """Else this patch can go."""
    with budgets.patch.taken_off(), pytest.raises(ClientError):
        subscribers(made)
