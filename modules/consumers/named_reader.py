"""One of `consumers.readers`: a policy, a workgroup with a limit, a folder of results, maybe a role.

Who sees only some rows has a database of its own, too, with tables of them alone: a view would hide
nothing, since Athena reads its tables with the rights of who asks.

The policy is there either way, so that a role more or less takes it from nobody. The role has the same
as an inline policy: who applies may write policies of these roles, but attach none.
"""

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.athena_workgroup import AthenaWorkgroup
from cdktf_cdktf_provider_aws.glue_catalog_database import GlueCatalogDatabase
from cdktf_cdktf_provider_aws.iam_policy import IamPolicy
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from constructs import Construct

from modules import iam
from modules.catalog.sealed_table import SealedMonthsTable
from modules.plan import Plan
from modules.role import add_role
from modules.sealed import SealedTable
from modules.settings.readers import ReaderSettings
from modules.workgroup import Workgroup


class NamedReader(Construct):
    """Reads all costs, or its own; what it may spend and where its results lie is its own."""

    database: GlueCatalogDatabase | None
    """None where it sees all costs."""
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
        sealed_bucket: S3Bucket | None,
    ) -> None:
        super().__init__(scope, id_)
        self.database = None
        if sealed_bucket and (tables := iam.share_of(plan, name)):
            self.database = self._add_share(
                plan.names.reader_database(name),
                f"AWS costs that {name} sees",
                tables,
                sealed_bucket,
            )
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

    def _add_share(
        self, name: str, says: str, tables: Sequence[SealedTable], bucket: S3Bucket
    ) -> GlueCatalogDatabase:
        database = GlueCatalogDatabase(self, "database", name=name, description=says)
        for table in tables:
            SealedMonthsTable(
                self, f"{table.name}_table", sealed=table, database=database, bucket=bucket
            )
        return database
