"""What an analyst, or a tool that queries for one, needs: a managed policy to attach.

Exact ARNs: this workgroup, these tables, these prefixes. No write to anything but query results, no
access to the queues, no `athena:CreateNamedQuery`. Users and roles are the account's own business.
"""

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.athena_workgroup import AthenaWorkgroup
from cdktf_cdktf_provider_aws.iam_policy import IamPolicy
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from constructs import Construct

from modules import iam
from modules.naming import Names


class Reader(Construct):
    """A read-only policy; `data` names buckets and the prefixes of their tables."""

    policy: IamPolicy

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        names: Names,
        workgroup: AthenaWorkgroup,
        data: Sequence[tuple[S3Bucket, str]],
        results_bucket: S3Bucket,
        results_key: str | None,
    ) -> None:
        super().__init__(scope, id_)
        access = iam.cost_reader(
            workgroup.arn,
            names.arn("athena", "datacatalog/AwsDataCatalog"),
            names.catalog_arns(["*"]),
            [(bucket.arn, prefix) for bucket, prefix in data],
            results_bucket.arn,
            results_key,
        )
        self.policy = IamPolicy(
            self,
            "policy",
            name=names.reader_policy,
            description="Query AWS cost data in Athena",
            policy=iam.render(access),
        )
