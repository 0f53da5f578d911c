"""Where moto finds the service."""

from emulator.aws.costoptimizationhub.responses import CostOptimizationHubResponse

url_bases = [r"https?://cost-optimization-hub\.(.+)\.amazonaws\.com"]
url_paths = {"{0}/$": CostOptimizationHubResponse.dispatch}
