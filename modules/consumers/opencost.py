"""What OpenCost and Kubecost read cloud costs with: a role for their pods, and a workgroup of its own.

They query the bill's own table: `python -m costs opencost` writes the names that they are told. Not
here: the cluster, its OIDC provider, and Pod Identity's association of service account and role.
"""

from cdktf_cdktf_provider_aws.athena_workgroup import AthenaWorkgroup
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from constructs import Construct

from modules import iam
from modules.plan import Line, Plan
from modules.role import add_role
from modules.settings.opencost import OpenCostSettings
from modules.workgroup import Workgroup


class OpenCost(Construct):
    """A reader of one table, whose queries have a limit and a folder of results of their own."""

    role: IamRole
    workgroup: AthenaWorkgroup

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: OpenCostSettings,
        plan: Plan,
        line: Line,
        results_bucket: S3Bucket,
    ) -> None:
        super().__init__(scope, id_)
        self.workgroup = Workgroup(
            self,
            "queries",
            name=plan.names.opencost_workgroup,
            description="AWS cost queries of OpenCost",
            scan_limit_bytes=settings.scan_limit_bytes,
            plan=plan,
            results_bucket=results_bucket,
            results_prefix=iam.OPENCOST_RESULTS,
        ).workgroup
        self.role = add_role(
            self,
            "role",
            name=plan.names.opencost_role,
            access=plan.environment.access,
            trust=iam.opencost_trust(settings),
            policy=iam.opencost_access(plan, line),
        ).role
