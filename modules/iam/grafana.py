"""What Grafana may do, and who may be it."""

from modules.iam.documents import Policy, Statement, assumed_by, document, on_behalf_of
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
    if settings.managed:
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
