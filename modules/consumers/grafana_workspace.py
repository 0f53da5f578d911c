"""An Amazon Managed Grafana workspace that reads costs as our role.

The role is ours, so that its permissions are CUSTOMER_MANAGED: AWS makes roles itself only in its
console. The Athena plugin comes with no workspace and is installed by an administrator, which
`pluginAdminEnabled` allows. Not here: who may sign in, the identity provider's metadata, data sources
and dashboards (docs/grafana.md).
"""

import json

from cdktf_cdktf_provider_aws.grafana_workspace import GrafanaWorkspace as AwsGrafanaWorkspace
from cdktf_cdktf_provider_aws.iam_role import IamRole
from constructs import Construct

from modules.naming import Names
from modules.settings.grafana import WorkspaceSettings

# All that can be set: AWS answers a key that is left out with its own value, a change in every plan.
CONFIGURATION = {"plugins": {"pluginAdminEnabled": True}, "unifiedAlerting": {"enabled": True}}


class GrafanaWorkspace(Construct):
    """A workspace of this account alone."""

    workspace: AwsGrafanaWorkspace

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: WorkspaceSettings,
        names: Names,
        role: IamRole,
    ) -> None:
        super().__init__(scope, id_)
        self.workspace = AwsGrafanaWorkspace(
            self,
            "workspace",
            name=names.grafana_workspace,
            description="AWS costs",
            account_access_type="CURRENT_ACCOUNT",
            permission_type="CUSTOMER_MANAGED",
            role_arn=role.arn,
            authentication_providers=list(settings.sign_in),
            grafana_version=settings.grafana_version,
            data_sources=["ATHENA", "CLOUDWATCH"],
            configuration=json.dumps(CONFIGURATION),
        )
