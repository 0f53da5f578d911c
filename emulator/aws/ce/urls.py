"""Where moto finds the service."""

from emulator.aws.ce.responses import CostExplorerResponse

url_bases = [r"https?://ce\.(.+)\.amazonaws\.com"]
url_paths = {"{0}/$": CostExplorerResponse.dispatch}
