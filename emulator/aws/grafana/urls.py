"""Where moto finds the service."""

from emulator.aws.grafana.responses import GrafanaResponse

url_bases = [r"https?://grafana\.(.+)\.amazonaws\.com"]
url_paths = {
    "{0}/workspaces$": GrafanaResponse.dispatch,
    "{0}/workspaces/(?P<workspaceId>[^/]+)$": GrafanaResponse.dispatch,
    "{0}/workspaces/(?P<workspaceId>[^/]+)/configuration$": GrafanaResponse.dispatch,
    "{0}/tags/(?P<resourceArn>.+)$": GrafanaResponse.dispatch,
}
