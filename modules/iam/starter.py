"""What a manifest sets off: the state machine, and the rule that starts it."""

from collections.abc import Sequence

from modules.iam.documents import Policy, Statement, document, statement
from modules.watching import NAMESPACE

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


REGISTER_ACTIONS = ("glue:GetTable", "glue:CreatePartition", "glue:UpdatePartition")


def crawl_starter_access(
    crawler_arns: Sequence[str],
    catalog_arns: Sequence[str],
    registered_arns: Sequence[str] = (),
    *,
    queue_arns: Sequence[str] = (),
    manifest_arns: Sequence[str] = (),
    sealer_arns: Sequence[str] = (),
) -> Policy:
    """Start crawlers and watch them, look up partitions, add those of registered tables, log.

    And read manifests, count deliveries, start what seals months.
    """
    statements = [
        ("StartCrawlers", ("glue:StartCrawler", "glue:GetCrawler"), crawler_arns),
        ("LookIntoQueues", "sqs:GetQueueAttributes", queue_arns),
        ("LookUpPartitions", "glue:GetPartition", catalog_arns),
        ("RegisterPartitions", REGISTER_ACTIONS, registered_arns),
        ("ReadManifests", "s3:GetObject", manifest_arns),
        ("SealMonths", "states:StartExecution", sealer_arns),
        ("DeliverLogs", LOG_DELIVERY_ACTIONS, "*"),
    ]
    # IAM takes no statement without a resource.
    written = (statement(*one) for one in statements if one[-1])
    return document(*written, count_statement())


def count_statement() -> Statement:
    """Put this project's own metrics; CloudWatch has no resource-level permissions for it.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
    """
    return statement(
        "CountWhatHappens",
        "cloudwatch:PutMetricData",
        "*",
        conditions={"StringEquals": {"cloudwatch:namespace": NAMESPACE}},
    )


def start_execution(state_machine_arn: str) -> Policy:
    """What a role of EventBridge may do."""
    return document(statement("StartExecution", "states:StartExecution", state_machine_arn))
