"""What Grafana reads costs with: a role to assume, and a workgroup of its own.

A Grafana of one's own assumes the role from its own role, also from another account; Amazon Managed
Grafana's workspaces assume it themselves, and find workgroups only by the tag `GrafanaDataSource`. Not
here: a server, users; and dashboards, which `python -m costs grafana` writes.
"""

from cdktf_cdktf_provider_aws.athena_workgroup import AthenaWorkgroup
from cdktf_cdktf_provider_aws.grafana_workspace import GrafanaWorkspace as AwsGrafanaWorkspace
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from constructs import Construct

from modules import iam
from modules.consumers.grafana_workspace import GrafanaWorkspace
from modules.plan import Plan
from modules.role import add_role
from modules.settings.grafana import GrafanaSettings
from modules.workgroup import Workgroup

FOUND_BY = {"GrafanaDataSource": "true"}


class Grafana(Construct):
    """A reader whose queries have a limit and a folder of results of their own."""

    role: IamRole
    workgroup: AthenaWorkgroup
    workspace: AwsGrafanaWorkspace | None
    """None unless its settings ask for one."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: GrafanaSettings,
        plan: Plan,
        results_bucket: S3Bucket,
    ) -> None:
        super().__init__(scope, id_)
        self.workgroup = Workgroup(
            self,
            "queries",
            name=plan.names.grafana_workgroup,
            description="AWS cost queries of Grafana",
            scan_limit_bytes=settings.scan_limit_bytes,
            plan=plan,
            results_bucket=results_bucket,
            results_prefix=iam.GRAFANA_RESULTS,
            tags=FOUND_BY,
        ).workgroup
        self.role = add_role(
            self,
            "role",
            name=plan.names.grafana_role,
            access=plan.environment.access,
            trust=iam.grafana_trust(settings, plan.names),
            policy=iam.grafana_access(plan),
        ).role
        self.workspace = None
        if settings.workspace.enabled:
            self.workspace = GrafanaWorkspace(
                self, "workspace", settings=settings.workspace, names=plan.names, role=self.role
            ).workspace
