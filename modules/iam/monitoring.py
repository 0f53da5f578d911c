"""What who deploys the monitoring stage may do."""

from collections.abc import Iterator

from modules.iam.grant import Grant
from modules.plan import Plan


def monitoring_grants(plan: Plan) -> Iterator[Grant]:
    """The topic with its key, alarms, the dashboard, and the guards that are on."""
    names = plan.names
    yield Grant(
        "AlarmTopic",
        names.arn("sns", names.alarm_topic),
        reads=("sns:GetTopicAttributes", "sns:ListTagsForResource"),
        writes=(
            "sns:CreateTopic",
            "sns:DeleteTopic",
            "sns:SetTopicAttributes",
            "sns:Subscribe",
            "sns:TagResource",
            "sns:UntagResource",
        ),
    )
    # AWS has no resource-level permissions for them.
    yield Grant(
        "Subscriptions",
        "*",
        reads=("sns:GetSubscriptionAttributes",),
        writes=("sns:SetSubscriptionAttributes", "sns:Unsubscribe"),
    )
    yield Grant(
        "Alarms",
        names.arn("cloudwatch", f"alarm:{names.alarm('*')}"),
        reads=("cloudwatch:ListTagsForResource",),
        writes=(
            "cloudwatch:DeleteAlarms",
            "cloudwatch:PutMetricAlarm",
            "cloudwatch:TagResource",
            "cloudwatch:UntagResource",
        ),
    )
    # Composite alarms take no narrower scope, neither made nor read:
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/permissions-reference-cw.html
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
    yield Grant(
        "AllAlarms",
        "*",
        reads=("cloudwatch:DescribeAlarms",),
        writes=("cloudwatch:PutCompositeAlarm",),
    )
    yield Grant(
        "PipelineDashboard",
        f"arn:aws:cloudwatch::{names.account_id}:dashboard/{names.pipeline_dashboard}",
        reads=("cloudwatch:GetDashboard",),
        writes=("cloudwatch:DeleteDashboards", "cloudwatch:PutDashboard"),
    )
    yield from _alarm_key(plan)
    yield from _guards(plan)


def _alarm_key(plan: Plan) -> Iterator[Grant]:
    """AWS chooses a key's id, so that ours is told from others by its tag.

    A tag counts up to five minutes after it is there, so what follows on the key's creation does without
    (https://docs.aws.amazon.com/kms/latest/developerguide/abac.html).
    """
    names, project = plan.names, plan.environment.all_tags["Project"]
    keys = names.arn("kms", "key/*")
    yield Grant("Keys", "*", reads=("kms:ListAliases",), writes=("kms:CreateKey",))
    yield Grant(
        "TagAlarmKey",
        keys,
        writes=("kms:TagResource",),
        conditions={"StringEquals": {"aws:RequestTag/Project": project}},
    )
    yield Grant("NewKey", keys, writes=("kms:CreateAlias", "kms:EnableKeyRotation"))
    yield Grant(
        "AlarmKey",
        keys,
        reads=(
            "kms:DescribeKey",
            "kms:GetKeyPolicy",
            "kms:GetKeyRotationStatus",
            "kms:ListResourceTags",
        ),
        writes=(
            "kms:DeleteAlias",
            "kms:PutKeyPolicy",
            "kms:ScheduleKeyDeletion",
            "kms:UntagResource",
            "kms:UpdateAlias",
            "kms:UpdateKeyDescription",
        ),
        conditions={"StringEquals": {"aws:ResourceTag/Project": project}},
    )
    yield Grant(
        "AlarmKeyAlias",
        names.arn("kms", names.alarm_key_alias),
        writes=("kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"),
    )


def _guards(plan: Plan) -> Iterator[Grant]:
    """AWS chooses the ids of monitors and subscriptions, and has no ARNs of cost allocation tags."""
    names, settings = plan.names, plan.environment.monitoring
    if settings.budgets:
        yield Grant(
            "Budgets",
            names.global_arn("budgets", f"budget/{names.budget('*')}"),
            reads=("budgets:ListTagsForResource", "budgets:ViewBudget"),
            writes=("budgets:ModifyBudget", "budgets:TagResource", "budgets:UntagResource"),
        )
    if settings.anomalies.enabled:
        yield Grant(
            "Anomalies",
            [names.global_arn("ce", f"anomaly{kind}/*") for kind in ("monitor", "subscription")],
            reads=(
                "ce:GetAnomalyMonitors",
                "ce:GetAnomalySubscriptions",
                "ce:ListTagsForResource",
            ),
            writes=(
                "ce:DeleteAnomalyMonitor",
                "ce:DeleteAnomalySubscription",
                "ce:TagResource",
                "ce:UntagResource",
                "ce:UpdateAnomalyMonitor",
                "ce:UpdateAnomalySubscription",
            ),
        )
        yield Grant(
            "MakeAnomalies",
            "*",
            writes=("ce:CreateAnomalyMonitor", "ce:CreateAnomalySubscription"),
        )
    if settings.cost_allocation_tags.all_keys:
        yield Grant(
            "CostAllocationTags",
            "*",
            reads=("ce:ListCostAllocationTags",),
            writes=("ce:UpdateCostAllocationTagsStatus",),
        )
