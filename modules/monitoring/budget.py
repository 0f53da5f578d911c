"""A month's budget: AWS tells the alarms' topic when more is spent, or will be, than is planned.

https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html
AWS looks up to three times a day at costs that are up to a day old. Budgets belong to no region; the
topic is the account's own. Absent: actions, which stop what runs; reports.
"""

from cdktf_cdktf_provider_aws.budgets_budget import (
    BudgetsBudget,
    BudgetsBudgetCostFilter,
    BudgetsBudgetCostTypes,
    BudgetsBudgetNotification,
)
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_policy import SnsTopicPolicy
from constructs import Construct

from modules.settings.budgets import BudgetSettings


class Budget(Construct):
    """One of `monitoring.budgets`."""

    budget: BudgetsBudget

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        settings: BudgetSettings,
        topic: SnsTopic,
        topic_policy: SnsTopicPolicy,
        billing: AwsProvider,
    ) -> None:
        super().__init__(scope, id_)
        accounts = list(settings.accounts)
        filters = [BudgetsBudgetCostFilter(name="LinkedAccount", values=accounts)]
        self.budget = BudgetsBudget(
            self,
            "budget",
            provider=billing,
            name=name,
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=str(settings.limit_usd),
            limit_unit="USD",
            cost_filter=filters if accounts else None,
            cost_types=BudgetsBudgetCostTypes(use_amortized=settings.cost == "amortized"),
            notification=[
                BudgetsBudgetNotification(
                    notification_type=kind,
                    comparison_operator="GREATER_THAN",
                    threshold=percent,
                    threshold_type="PERCENTAGE",
                    subscriber_sns_topic_arns=[topic.arn],
                )
                for kind, percents in (
                    ("ACTUAL", settings.actual),
                    ("FORECASTED", settings.forecast),
                )
                for percent in dict.fromkeys(percents)
            ],
            depends_on=[topic_policy],
        )
