"""What Grafana may do, who may be it, and what who deploys its workspace needs."""

from collections.abc import Iterator

from modules.iam.documents import Policy, Statement, assumed_by, document, on_behalf_of
from modules.iam.grant import Grant
from modules.iam.reader import LIST_ACTIONS, confined_reader
from modules.naming import Names
from modules.plan import Plan
from modules.settings.grafana import GrafanaSettings

# The plugin starts a query, waits, reads its answer, and stops it when the reader leaves.
WORKGROUP_ACTIONS = (
    "athena:GetWorkGroup",
    "athena:StartQueryExecution",
    "athena:StopQueryExecution",
    "athena:GetQueryExecution",
    "athena:GetQueryResults",
)
# CloudWatch has no resources for them.
METRIC_ACTIONS = ("cloudwatch:GetMetricData", "cloudwatch:ListMetrics")
# What a workspace with IAM Identity Center asks for in the name of who makes or deletes it:
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmanagedgrafana.html
SIGN_IN_ACTIONS = (
    "organizations:DescribeOrganization",
    "sso:CreateManagedApplicationInstance",
    "sso:DeleteManagedApplicationInstance",
    "sso:DescribeRegisteredRegions",
    "sso:GetSharedSsoConfiguration",
)
GRAFANA_RESULTS = "results/grafana/"


def grafana_access(plan: Plan) -> Policy:
    """Panels' queries in a workgroup and a prefix of results of their own, and metrics."""
    return confined_reader(
        plan,
        plan.names.grafana_workgroup,
        GRAFANA_RESULTS,
        in_workgroup=WORKGROUP_ACTIONS,
        choices=(*LIST_ACTIONS, *METRIC_ACTIONS),
    )


def grafana_trust(settings: GrafanaSettings, names: Names) -> Policy:
    """A Grafana of one's own by its role, with the external id; AWS's for this account's workspaces."""
    trusted: list[Statement] = []
    if settings.principals:
        trusted.append(assumed_by(settings.principals, settings.external_id))
    if settings.for_workspaces:
        workspaces = names.arn("grafana", "/workspaces/*")
        trusted.append(
            {
                "Effect": "Allow",
                "Principal": {"Service": "grafana.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": on_behalf_of(names.account_id, workspaces),
            }
        )
    return document(*trusted)


def grafana_workspace_grants(plan: Plan) -> Iterator[Grant]:
    """AWS chooses a workspace's id, so that ours is told from others by its tag."""
    names, project = plan.names, plan.environment.all_tags["Project"]
    workspaces = names.arn("grafana", "/workspaces/*")
    yield Grant("MakeWorkspaces", "*", writes=("grafana:CreateWorkspace", *SIGN_IN_ACTIONS))
    yield Grant(
        "GrafanaLinkedRole",
        names.linked_role_arn("grafana.amazonaws.com"),
        writes=("iam:CreateServiceLinkedRole",),
    )
    yield Grant(
        "TagWorkspace",
        workspaces,
        writes=("grafana:TagResource",),
        conditions={"StringEquals": {"aws:RequestTag/Project": project}},
    )
    yield Grant(
        "Workspace",
        workspaces,
        reads=(
            "grafana:DescribeWorkspace",
            "grafana:DescribeWorkspaceConfiguration",
            "grafana:ListTagsForResource",
        ),
        writes=(
            "grafana:DeleteWorkspace",
            "grafana:UntagResource",
            "grafana:UpdateWorkspace",
            "grafana:UpdateWorkspaceConfiguration",
        ),
        conditions={"StringEquals": {"aws:ResourceTag/Project": project}},
    )
