"""Who may read as Grafana: `consumers.grafana`. Nothing is deployed for it while nobody may."""

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo
from pydantic import field_validator as validates

from modules.settings.base import Settings, matching
from modules.settings.principals import ExternalId, Principal
from modules.settings.problems import refuse
from modules.settings.scan_limit import ScanLimit

SignIn = Literal["AWS_SSO", "SAML"]
# AWS makes no workspace of 11; the dashboards need 12.
GrafanaVersion = Annotated[
    str,
    matching(
        r"(1[2-9]|[2-9]\d)\.\d+",
        "a version that Amazon Managed Grafana has, 12 or later, e.g. '12.4'",
        "see `aws grafana list-versions`",
    ),
]


class WorkspaceSettings(Settings):
    """An Amazon Managed Grafana workspace."""

    enabled: bool = Field(
        False, description="make one; $9 a month for each active editor, at least one"
    )
    sign_in: tuple[SignIn, ...] = Field(
        ("AWS_SSO",),
        strict=False,
        description="IAM Identity Center, SAML or both; another choice replaces the workspace with all "
        "that was made in it",
    )
    grafana_version: GrafanaVersion = Field(
        "12.4", description="there is no way back to an older one"
    )

    @validates("sign_in")
    @classmethod
    def _each_once(cls, ways: tuple[SignIn, ...]) -> tuple[SignIn, ...]:
        if not ways or len(set(ways)) < len(ways):
            raise refuse("AWS_SSO, SAML or both, each once", "name at least one, and none twice")
        return tuple(sorted(ways))


class GrafanaSettings(Settings):
    """A role that Grafana reads costs with, and its workgroup."""

    principals: tuple[Principal, ...] = Field(
        (),
        strict=False,
        description="roles or users that may assume the role: a Grafana of your own",
    )
    external_id: ExternalId | None = Field(
        None,
        validate_default=True,
        description="what they have to say, too; Grafana Cloud shows one",
    )
    managed: bool = Field(
        False, description="let the Amazon Managed Grafana workspaces of this account assume it"
    )
    workspace: WorkspaceSettings = WorkspaceSettings()
    scan_limit_bytes: ScanLimit = Field(
        10_737_418_240, description="a panel that would read more is cancelled (10 GiB = $0.05)"
    )

    @validates("external_id")
    @classmethod
    def _said_by_somebody(cls, external_id: str | None, info: ValidationInfo) -> str | None:
        if external_id is not None and info.data.get("principals") == ():
            raise refuse("left out where there are no principals", "name principals, or remove it")
        return external_id

    @property
    def for_workspaces(self) -> bool:
        """May Amazon Managed Grafana read, ours or another workspace of this account?"""
        return self.managed or self.workspace.enabled

    @property
    def enabled(self) -> bool:
        """Is there anybody to read?"""
        return bool(self.principals) or self.for_workspaces
