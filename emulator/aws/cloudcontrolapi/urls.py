"""Where moto finds the service."""

from emulator.aws.cloudcontrolapi.responses import CloudControlResponse

url_bases = [r"https?://cloudcontrolapi\.(.+)\.amazonaws\.com"]
url_paths = {"{0}/$": CloudControlResponse.dispatch}
