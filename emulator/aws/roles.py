"""What a deployed IAM role may do, and who may take it on.

moto stores roles and policies but asks them only in its authentication mode, and there knows the
resource of few services. What runs inside the emulator (crawler, state machine, event rule) asks
here, so a permission that the deployed role lacks fails on the laptop too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moto.iam.models import iam_backends

from emulator.aws import policy
from emulator.aws.policy import Decision, Request


class AccessDenied(Exception):
    """A role lacks a permission; `str()` names role, action and resource, as AWS does."""


# Of a call that a service makes with a role; the value is the role's ARN.
HEADER = "x-emulated-role"


@dataclass(frozen=True)
class Role:
    """A role of the emulated account, by name or ARN, as it is at the moment of asking."""

    account_id: str
    name_or_arn: str

    @property
    def arn(self) -> str:
        found = self._find()
        return str(found.arn) if found else self.name_or_arn

    def exists(self) -> bool:
        return self._find() is not None

    def may(self, action: str, resource: str) -> bool:
        """Do the role's policies allow `action` on the ARN `resource`, and does its boundary?"""
        return self._silent(Request(action, resource)) is None

    def require(self, action: str, resource: str, context: Mapping[str, str] | None = None) -> None:
        """Raise AccessDenied unless the role may; `context` holds condition keys."""
        if refused := self.refusal(action, resource, context or {}):
            raise AccessDenied(refused)

    def refusal(self, action: str, resource: str, context: Mapping[str, str]) -> str | None:
        """Why the role may not; None: it may."""
        silent = self._silent(Request(action, resource, context=context))
        return silent and (
            f"User: {self.arn} is not authorized to perform: {action} on resource: {resource} "
            f"because no {silent} allows it"
        )

    def _silent(self, asked: Request) -> str | None:
        if policy.decide(self._policies(), asked) is not Decision.ALLOWED:
            return "identity-based policy"
        boundary = self._boundary()
        if boundary is not None and policy.decide(boundary, asked) is not Decision.ALLOWED:
            return "permissions boundary"
        return None

    def assumable_by(self, service: str, context: Mapping[str, str]) -> bool:
        """Does the trust policy let the service principal take the role on?"""
        found = self._find()
        if found is None:
            return False
        trust = policy.read(found.assume_role_policy_document)
        asked = Request("sts:AssumeRole", self.arn, service, context)
        return policy.decide([trust], asked) is Decision.ALLOWED

    def _policies(self) -> list[policy.Document]:
        found = self._find()
        if found is None:
            return []
        inline = [policy.read(document) for document in found.policies.values()]
        return inline + [_document(managed) for managed in found.managed_policies.values()]

    def _boundary(self) -> list[policy.Document] | None:
        found = self._find()
        if found is None or not found.permissions_boundary_arn:
            return None
        managed = iam_backends[self.account_id]["aws"].managed_policies
        bounding = managed.get(found.permissions_boundary_arn)
        # A boundary that is gone allows nothing.
        return [_document(bounding)] if bounding else []

    def _find(self) -> Any:
        name = self.name_or_arn.rsplit("/", 1)[-1]
        backend = iam_backends[self.account_id]["aws"]
        return next((role for role in backend.roles.values() if role.name == name), None)


def _document(managed: Any) -> policy.Document:
    versions = {version.version_id: version for version in managed.versions}
    return policy.read(versions[managed.default_version_id].document)
