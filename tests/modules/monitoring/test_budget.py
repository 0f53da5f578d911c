"""A budget as it is deployed."""

from tests.conftest import Json, Synthesize

BUDGETS: Json = {
    "everything": {"limit_usd": 20_000, "cost": "amortized", "actual": [50, 100, 100]},
    "sand-box": {"limit_usd": 500, "accounts": ["210987654321"], "actual": [90], "forecast": []},
}


def budgets(synthesize: Synthesize) -> dict[str, Json]:
    found = synthesize(monitoring={"budgets": BUDGETS}).resources("aws_budgets_budget")
    return {budget["name"]: budget for budget in found.values()}


def test_a_budget_is_of_a_month_and_told_to_the_topic_of_alarms(synthesize: Synthesize) -> None:
    """In us-east-1, each percentage once, after the topic lets AWS Budgets publish."""
    budget = budgets(synthesize)["cid-everything"]
    assert (budget["limit_amount"], budget["limit_unit"]) == ("20000", "USD")
    assert (budget["budget_type"], budget["time_unit"]) == ("COST", "MONTHLY")
    assert budget["provider"] == "aws.billing"
    told = [(one["notification_type"], one["threshold"]) for one in budget["notification"]]
    assert told == [("ACTUAL", 50), ("ACTUAL", 100), ("FORECASTED", 100)]
    for one in budget["notification"]:
        assert ["aws_sns_topic" in arn for arn in one["subscriber_sns_topic_arns"]] == [True]
    assert ["aws_sns_topic_policy" in needed for needed in budget["depends_on"]] == [True]


def test_a_budget_is_of_all_accounts_or_of_those_it_names(synthesize: Synthesize) -> None:
    """And counts the cost that the settings name."""
    found = budgets(synthesize)
    assert "cost_filter" not in found["cid-everything"]
    assert found["cid-sand-box"]["cost_filter"] == [
        {"name": "LinkedAccount", "values": ["210987654321"]}
    ]
    assert found["cid-everything"]["cost_types"] == {"use_amortized": True}
    assert found["cid-sand-box"]["cost_types"] == {"use_amortized": False}
