"""What starts a crawl: the state machine, and the rule that starts it."""

from collections.abc import Sequence

from modules.iam.documents import Policy, document, statement

# Step Functions' log delivery has no resource-level permissions:
# https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
LOG_DELIVERY_ACTIONS = (
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
)


def crawl_starter_access(crawler_arns: Sequence[str], catalog_arns: Sequence[str]) -> Policy:
    """Start crawlers and watch them, look up partitions, log."""
    return document(
        statement("StartCrawlers", ["glue:StartCrawler", "glue:GetCrawler"], crawler_arns),
        statement("LookUpPartitions", "glue:GetPartition", catalog_arns),
        statement("DeliverLogs", LOG_DELIVERY_ACTIONS, "*"),
    )


def start_execution(state_machine_arn: str) -> Policy:
    """What EventBridge's role may do."""
    return document(statement("StartCrawl", "states:StartExecution", state_machine_arn))
