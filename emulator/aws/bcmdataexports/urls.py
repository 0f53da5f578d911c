"""Where moto finds the service."""

from emulator.aws.bcmdataexports.responses import DataExportsResponse

url_bases = [r"https?://bcm-data-exports\.(.+)\.amazonaws\.com"]
url_paths = {"{0}/$": DataExportsResponse.dispatch}
