"""A role and the one policy that it has. Its path and boundary are what the settings say of all roles.

A function, not a construct: both stand below who needs them, as `<id>` and `<id>_policy`.
"""

from typing import NamedTuple

from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from constructs import Construct

from modules import iam
from modules.settings.access import AccessSettings


class Role(NamedTuple):
    """Who needs its rights at once waits for the policy."""

    role: IamRole
    policy: IamRolePolicy


def add_role(
    scope: Construct,
    id_: str,
    *,
    name: str,
    access: AccessSettings,
    trust: iam.Policy,
    policy: iam.Policy,
    force_detach_policies: bool | None = None,
) -> Role:
    """Whom `trust` names may do what `policy` says."""
    role = IamRole(
        scope,
        id_,
        name=name,
        path=access.role_path,
        permissions_boundary=access.permissions_boundary,
        force_detach_policies=force_detach_policies,
        assume_role_policy=iam.render(trust),
    )
    return Role(
        role, IamRolePolicy(scope, f"{id_}_policy", role=role.id, policy=iam.render(policy))
    )
