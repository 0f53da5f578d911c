"""Which API call an HTTP request is.

A signature names the caller's key, the region and the service. The operation is in a header (JSON
protocols), in the form (query protocol), or in method and path (`rest.py`), for S3 also in the query
string.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote
from xml.etree import ElementTree

from botocore.loaders import Loader
from botocore.model import ServiceModel

from emulator.access.rest import rest_call
from emulator.aws.s3_created_tags import created_tags

REST = ("grafana",)
S3_CONTROL = "/v20180820/"  # signs as S3
CREDENTIAL = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/aws4_request")


@dataclass(frozen=True)
class ApiCall:
    """One call; `operation` is the API's name for it, empty when nobody knows it.

    `parameters` are those of the JSON body and the path, or of the form, flat; for S3 `Bucket`, `Key`,
    the query string, and for DeleteObjects `Objects` (pairs of key and version id).
    """

    access_key: str
    region: str
    service: str
    operation: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


def read_call(environ: Mapping[str, Any], body: bytes) -> ApiCall | None:
    """The call in a WSGI request; None when it isn't signed (version 4, in the header)."""
    signed = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
    if signed is None:
        return None
    access_key, region, service = signed.groups()
    if service == "s3" and environ["PATH_INFO"].startswith(S3_CONTROL):
        operation, parameters = _s3_control(environ)
    elif service == "s3":
        operation, parameters = _s3(environ, body)
    elif service in REST:
        operation, parameters = rest_call(service, environ, body)
    elif target := environ.get("HTTP_X_AMZ_TARGET"):
        operation, parameters = target.rpartition(".")[2], json.loads(body or b"{}")
    else:
        form = {name: values[0] for name, values in parse_qs(body.decode("latin-1")).items()}
        operation, parameters = form.get("Action", ""), form
    return ApiCall(access_key, region, service, operation, parameters)


def _s3(environ: Mapping[str, Any], body: bytes) -> tuple[str, dict[str, Any]]:
    bucket, _, key = unquote(environ["PATH_INFO"]).lstrip("/").partition("/")
    asked = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    place = (environ["REQUEST_METHOD"], bool(bucket), bool(key))
    fitting = [found for found in _s3_operations().get(place, ()) if found[1] <= set(asked)]
    # The most particular one; of two that share a request (UploadPart, UploadPartCopy) the plain one.
    operation = max(fitting, key=lambda found: (len(found[1]), -len(found[0])), default=("", ""))[0]
    parameters: dict[str, Any] = {name: values[0] for name, values in asked.items()}
    parameters |= {"Bucket": bucket, "Key": key}
    if operation == "DeleteObjects":
        parameters["Objects"] = _objects(body)
    if operation == "CreateBucket":
        parameters["Tags"] = created_tags(body)
    return operation, parameters


def _s3_control(environ: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Of the tags of a bucket."""
    operation, parameters = rest_call("s3control", environ, b"")
    return operation, {"Bucket": parameters.get("resourceArn", "").rpartition(":")[2], "Key": ""}


@cache
def _s3_operations() -> Mapping[tuple[str, bool, bool], list[tuple[str, frozenset[str]]]]:
    """By method and by what the path names: each operation with the query parameters it needs."""
    # With a loader of its own: clients of S3 take {Bucket} out of the paths of the model they share.
    model = ServiceModel(Loader().load_service_model("s3", "service-2"))
    operations: dict[tuple[str, bool, bool], list[tuple[str, frozenset[str]]]] = {}
    for name in model.operation_names:
        operation = model.operation_model(name)
        path, _, query = operation.http["requestUri"].partition("?")
        needed = {part.partition("=")[0] for part in query.split("&") if part}
        shape = operation.input_shape
        for member in shape.required_members if shape else ():
            where = shape.members[member].serialization
            if where.get("location") == "querystring":
                needed.add(where["name"])
        place = (operation.http["method"], "{Bucket}" in path, "{Key+}" in path)
        operations.setdefault(place, []).append((name, frozenset(needed)))
    return operations


def _objects(body: bytes) -> list[tuple[str, str | None]]:
    tree = ElementTree.fromstring(body)
    return [
        (found.findtext("{*}Key") or "", found.findtext("{*}VersionId"))
        for found in tree.iterfind("{*}Object")
    ]
