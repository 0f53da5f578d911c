"""Who reads beside the analysts: `consumers`, a file each."""

from modules.settings.base import Settings
from modules.settings.grafana import GrafanaSettings


class ConsumersSettings(Settings):
    """Tools that query for people."""

    grafana: GrafanaSettings = GrafanaSettings()
