"""Who reads beside the analysts: `consumers`, a file each."""

from pydantic import Field

from modules.settings.base import Settings
from modules.settings.cid import CidSettings
from modules.settings.grafana import GrafanaSettings
from modules.settings.opencost import OpenCostSettings
from modules.settings.readers import ReaderName, ReaderSettings


class ConsumersSettings(Settings):
    """Tools that query for people, and people that get a limit of their own."""

    readers: dict[ReaderName, ReaderSettings] = Field(
        default_factory=dict,
        description="by name, each with a policy, a workgroup and a folder of results of its own",
    )
    grafana: GrafanaSettings = GrafanaSettings()
    cid: CidSettings = CidSettings()
    opencost: OpenCostSettings = OpenCostSettings()

    @property
    def workgroups(self) -> int:
        """How many of their own they have."""
        return len(self.readers) + self.grafana.enabled + self.opencost.enabled
