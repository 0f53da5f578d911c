"""Where moto finds the service."""

from emulator.aws.cur.responses import CurResponse

url_bases = [r"https?://cur\.(.+)\.amazonaws\.com"]
url_paths = {"{0}/$": CurResponse.dispatch}
