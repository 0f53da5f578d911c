"""Calls of the REST-JSON protocol: method and path tell the operation, path and body its parameters."""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import unquote

from botocore.loaders import Loader
from botocore.model import ServiceModel

PARAMETER = re.compile(r"\{(\w+)\+?\}")


def rest_call(service: str, environ: Mapping[str, Any], body: bytes) -> tuple[str, dict[str, Any]]:
    """Operation and parameters; no operation for a path that the service doesn't have."""
    for name, method, path in _operations(service):
        found = path.fullmatch(unquote(environ["PATH_INFO"]))
        if found and method == environ["REQUEST_METHOD"]:
            return name, json.loads(body or b"{}") | found.groupdict()
    return "", {}


@cache
def _operations(service: str) -> list[tuple[str, str, re.Pattern[str]]]:
    """Name, method and path of each."""
    model = ServiceModel(Loader().load_service_model(service, "service-2"))
    found = []
    for name in model.operation_names:
        http = model.operation_model(name).http
        path = re.compile(PARAMETER.sub(_parameter, http["requestUri"]))
        found.append((name, http["method"], path))
    return found


def _parameter(found: re.Match[str]) -> str:
    """An ARN has slashes."""
    return f"(?P<{found[1]}>{'.+' if found[1].lower().endswith('arn') else '[^/]+'})"
