"""One of `consumers.readers`: a policy, a workgroup with a limit, a folder of results, maybe a role.

Who sees only some rows may read the tables of them alone (`catalog/reader_tables.py`).

The policy is there either way, so that a role more or less takes it from nobody. The role has the same
as an inline policy: who applies may write policies of these roles, but attach none.
"""

from cdktf_cdktf_provider_aws.athena_workgroup import AthenaWorkgroup
from cdktf_cdktf_provider_aws.iam_policy import IamPolicy
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from constructs import Construct

from modules import iam
from modules.plan import Plan
from modules.role import add_role
from modules.settings.readers import ReaderSettings
from modules.workgroup import Workgroup


class NamedReader(Construct):
    """Reads all costs, or its own; what it may spend and where its results lie is its own."""

    policy: IamPolicy
    workgroup: AthenaWorkgroup
    role: IamRole | None
    """None without principals."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        settings: ReaderSettings,
        plan: Plan,
        results_bucket: S3Bucket,
    ) -> None:
        super().__init__(scope, id_)
        self.workgroup = Workgroup(
            self,
            "queries",
            name=plan.names.reader_workgroup(name),
            description=f"AWS cost queries of {name}",
            scan_limit_bytes=settings.scan_limit_bytes,
            plan=plan,
            results_bucket=results_bucket,
            results_prefix=iam.reader_results(name),
        ).workgroup
        access = iam.named_reader_access(plan, name)
        self.policy = IamPolicy(
            self,
            "policy",
            name=plan.names.own_policy(name),
            description=f"Query AWS cost data in Athena as {name}",
            policy=iam.render(access),
        )
        self.role = None
        if settings.principals:
            self.role = add_role(
                self,
                "role",
                name=plan.names.reader_role(name),
                access=plan.environment.access,
                trust=iam.named_reader_trust(settings),
                policy=access,
            ).role
