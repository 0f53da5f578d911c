"""A budget is changed and tagged, says who is told, and tells them.

https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html
https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html
moto makes, shows and deletes budgets, and forgets their subscribers. `spend` is what AWS does up to
three times a day: a notification is told when its percentage is passed, once until it no longer is.
Absent: costs of its own, filters, e-mails.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.budgets.models import Budget, Notification, budgets_backends
from moto.budgets.responses import BudgetsResponse
from moto.core.responses import ActionResult

from emulator.aws.errors import Refusal
from emulator.aws.patching import Patch
from emulator.aws.sns_publishers import publish

patch = Patch()
_made: Any = Budget.__init__
_TAGS = "_tags"  # of a budget
_TOLD = "_told"  # of a notification: whether its percentage was passed when AWS looked last
PARTITION = "aws"


@patch.replaces(Budget, "__init__")
def _with_a_beginning(budget: Any, described: dict[str, Any], notifications: Any) -> None:
    """AWS begins a budget with the month, whatever its end."""
    _made(budget, described, notifications)
    month = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    budget.budget["TimePeriod"].setdefault("Start", month.timestamp())


@patch.replaces(BudgetsResponse, "create_budget")
def _create_budget(response: Any) -> ActionResult:
    asked = _asked(response)
    described, notifications = asked["Budget"], asked.get("NotificationsWithSubscribers", [])
    response.backend.create_budget(asked["AccountId"], described, notifications)
    made = response.backend.budgets[asked["AccountId"]][described["BudgetName"]]
    setattr(made, _TAGS, _tags(asked))
    return ActionResult({})


@patch.replaces(BudgetsResponse, "update_budget")
def _update_budget(response: Any) -> ActionResult:
    asked = _asked(response)
    _find(response, asked["NewBudget"]["BudgetName"]).budget.update(asked["NewBudget"])
    return ActionResult({})


@patch.replaces(BudgetsResponse, "describe_subscribers_for_notification")
def _describe_subscribers(response: Any) -> ActionResult:
    asked = _asked(response)
    for notification in _find(response, asked["BudgetName"]).notifications:
        if _percentage(notification) == _percentage(Notification(asked["Notification"], {})):
            return ActionResult({"Subscribers": notification.subscribers})
    raise Refusal("NotFoundException", "Unable to get subscribers: there is no such notification")


@patch.replaces(BudgetsResponse, "list_tags_for_resource")
def _list_tags(response: Any) -> ActionResult:
    tags = vars(_tagged(response)).get(_TAGS, {})
    return ActionResult({"ResourceTags": [{"Key": k, "Value": v} for k, v in tags.items()]})


@patch.replaces(BudgetsResponse, "tag_resource")
def _tag(response: Any) -> ActionResult:
    found = _tagged(response)
    setattr(found, _TAGS, vars(found).get(_TAGS, {}) | _tags(_asked(response)))
    return ActionResult({})


@patch.replaces(BudgetsResponse, "untag_resource")
def _untag(response: Any) -> ActionResult:
    for key in _asked(response)["ResourceTagKeys"]:
        vars(_tagged(response)).get(_TAGS, {}).pop(key, None)
    return ActionResult({})


def spend(account_id: str, name: str, actual: float, forecast: float = 0) -> None:
    """AWS looks at a budget when so many US dollars are spent, or will be. Raises AccessDenied."""
    budget = budgets_backends[account_id][PARTITION].budgets[account_id][name]
    limit = float(budget.budget["BudgetLimit"]["Amount"])
    spent = {"ACTUAL": actual, "FORECASTED": forecast}
    source = f"arn:aws:budgets::{account_id}:budget/{name}"
    told = {"aws:SourceAccount": account_id, "aws:SourceArn": source}
    for notification in budget.notifications:
        kind, percent = _percentage(notification)
        passed = 100 * spent[kind] > percent * limit
        if passed and not vars(notification).get(_TOLD):
            message = f"Budget Name: {name}, {kind} amount ${spent[kind]:.2f} > {percent:g} %"
            for subscriber in notification.subscribers:
                if subscriber["SubscriptionType"] == "SNS":
                    topic, subject = subscriber["Address"], f"AWS Budgets: {name} has exceeded"
                    publish(topic, "budgets.amazonaws.com", told, message, subject)
        setattr(notification, _TOLD, passed)


def _asked(response: Any) -> dict[str, Any]:
    asked: dict[str, Any] = json.loads(response.body)
    return asked


def _percentage(notification: Any) -> tuple[str, float]:
    details: Mapping[str, Any] = notification.details
    return details["NotificationType"], float(details["Threshold"])


def _find(response: Any, name: str) -> Any:
    budgets = response.backend.budgets[response.current_account]
    if name not in budgets:
        raise Refusal(
            "NotFoundException", f"Unable to get budget: {name} - the budget doesn't exist."
        )
    return budgets[name]


def _tagged(response: Any) -> Any:
    return _find(response, _asked(response)["ResourceARN"].rpartition("budget/")[2])


def _tags(asked: Mapping[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in asked.get("ResourceTags", ())}
