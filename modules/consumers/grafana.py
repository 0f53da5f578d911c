"""What Grafana reads costs with: a role to assume, and a workgroup of its own.

A Grafana of one's own assumes the role from its own role, also from another account; Amazon Managed
Grafana's workspaces assume it themselves, and find workgroups only by the tag `GrafanaDataSource`. Not
here: a server, a workspace, users; and dashboards, which `python -m costs grafana` writes.
"""

from cdktf_cdktf_provider_aws.athena_workgroup import AthenaWorkgroup
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from constructs import Construct

from modules import iam
from modules.plan import Plan
from modules.settings.grafana import GrafanaSettings
from modules.workgroup import Workgroup

FOUND_BY = {"GrafanaDataSource": "true"}


class Grafana(Construct):
    """A reader whose queries have a limit and a folder of results of their own."""

    role: IamRole
    workgroup: AthenaWorkgroup

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
            account_id=plan.names.account_id,
            results_bucket=results_bucket,
            results_key=plan.environment.storage.results_kms_key,
            results_prefix=iam.GRAFANA_RESULTS,
            tags=FOUND_BY,
        ).workgroup
        self.role = self._add_role(settings, plan)

    def _add_role(self, settings: GrafanaSettings, plan: Plan) -> IamRole:
        access = plan.environment.access
        role = IamRole(
            self,
            "role",
            name=plan.names.grafana_role,
            path=access.role_path,
            permissions_boundary=access.permissions_boundary,
            assume_role_policy=iam.render(iam.grafana_trust(settings, plan.names)),
        )
        policy = iam.render(iam.grafana_access(plan))
        IamRolePolicy(self, "role_policy", role=role.id, policy=policy)
        return role
