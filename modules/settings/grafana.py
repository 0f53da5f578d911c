"""Who may read as Grafana: `consumers.grafana`. Nothing is deployed for it while nobody may."""

from pydantic import Field

from modules.settings.base import Settings
from modules.settings.principals import ExternalId, Principal
from modules.settings.scan_limit import ScanLimit


class GrafanaSettings(Settings):
    """A role that Grafana reads costs with, and its workgroup."""

    principals: tuple[Principal, ...] = Field(
        (),
        strict=False,
        description="roles or users that may assume the role: a Grafana of your own",
    )
    external_id: ExternalId | None = Field(
        None, description="what they have to say, too; Grafana Cloud shows one"
    )
    managed: bool = Field(
        False, description="let the Amazon Managed Grafana workspaces of this account assume it"
    )
    scan_limit_bytes: ScanLimit = Field(
        10_737_418_240, description="a panel that would read more is cancelled (10 GiB = $0.05)"
    )

    @property
    def enabled(self) -> bool:
        """Is there anybody to read?"""
        return bool(self.principals) or self.managed
