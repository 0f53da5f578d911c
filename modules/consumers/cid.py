"""What AWS's Cloud Intelligence Dashboards (CID) look for: a role for QuickSight, and three exports.

`cid-cmd` finds database, table and workgroup by their names and columns; it offers every role that
QuickSight may assume. CID's template `cid-cfn.yml` imports what CID's own stack of exports exports,
which Terraform can't but by a CloudFormation stack. Not here: QuickSight, its datasets, CID's views,
which `cid-cmd` makes and keeps (docs/cid.md).
"""

import json

from cdktf_cdktf_provider_aws.cloudformation_stack import CloudformationStack
from cdktf_cdktf_provider_aws.iam_policy import IamPolicy
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from constructs import Construct

from modules import iam
from modules.plan import Plan
from modules.role import add_role
from modules.settings.cid import CidSettings

EXPORTS = "cid-DataExports-"  # whatever the name_prefix: the template imports these


class CloudIntelligenceDashboards(Construct):
    """Both are optional."""

    role: IamRole | None
    exports: CloudformationStack | None

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: CidSettings,
        plan: Plan,
        reader_policy: IamPolicy,
        bucket: S3Bucket | None,
    ) -> None:
        super().__init__(scope, id_)
        self.role = self._add_role(plan) if settings.quicksight_role else None
        self.exports = None
        if settings.cloudformation_exports:
            self.exports = self._add_exports(plan, reader_policy, bucket)

    def _add_role(self, plan: Plan) -> IamRole:
        return add_role(
            self,
            "quicksight_role",
            name=plan.names.quicksight_role,
            access=plan.environment.access,
            trust=iam.quicksight_trust(),
            policy=iam.quicksight_access(plan),
            # cid-cmd attaches the policies that CID's stacks export to the role that it is given.
            force_detach_policies=True,
        ).role

    def _add_exports(
        self, plan: Plan, reader_policy: IamPolicy, bucket: S3Bucket | None
    ) -> CloudformationStack:
        exported = {
            "Database": plan.names.database,
            "ReadAccessPolicyARN": reader_policy.arn,
            **({"Bucket": bucket.bucket} if bucket else {}),
        }
        template = {
            "Description": "Names that cid-cfn.yml imports",
            # A stack needs a resource; this one is nothing.
            "Resources": {"Nothing": {"Type": "AWS::CloudFormation::WaitConditionHandle"}},
            "Outputs": {
                name: {"Value": value, "Export": {"Name": f"{EXPORTS}{name}"}}
                for name, value in exported.items()
            },
        }
        return CloudformationStack(
            self, "exports", name=plan.names.cid_exports, template_body=json.dumps(template)
        )
