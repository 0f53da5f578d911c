"""Services that moto doesn't have, or has only the name of, made known to it.

moto finds a service by importing `moto.<name>`, and routes a request to it by the host name that
its signature stands for. Its own services are imported the same way, so ours can go once upstream
has them.
"""

import re
import sys
from types import ModuleType

import moto
from moto.backend_index import backend_url_patterns

from emulator.aws import bcmdataexports, ce, cloudcontrolapi, costoptimizationhub, cur, grafana

# Signing name -> package; moto takes the dashes out of the name to find the module.
SERVICES: dict[str, ModuleType] = {
    "cur": cur,
    "bcm-data-exports": bcmdataexports,
    "cost-optimization-hub": costoptimizationhub,
    "cloudcontrolapi": cloudcontrolapi,
    "ce": ce,
    "grafana": grafana,
}


def install() -> None:
    """Register every service, once."""
    for name, package in SERVICES.items():
        module = name.replace("-", "")
        if f"moto.{module}" in sys.modules:
            continue
        sys.modules[f"moto.{module}"] = package
        setattr(moto, module, package)
        pattern = re.compile(rf"https?://{re.escape(name)}\.(.+)\.amazonaws\.com")
        backend_url_patterns.append((name, pattern))
