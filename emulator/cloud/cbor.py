"""Who speaks CBOR is answered in it.

Terraform's provider 6 calls CloudWatch in Smithy's RPC v2 protocol, which moto doesn't know:
https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
Such a call is handed on in JSON, which the service speaks, too, and the answer comes back in CBOR.
"""

import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from botocore.loaders import Loader
from botocore.model import DenormalizedStructureBuilder, ServiceModel, Shape
from botocore.parsers import RpcV2CBORParser
from botocore.serialize import RpcV2CBORSerializer

from emulator.access.door import App

PROTOCOL = "rpc-v2-cbor"
PATH = re.compile(r"/service/(?P<service>\w+)/operation/(?P<operation>\w+)")
SERVICES = {"GraniteServiceVersion20100801": "cloudwatch"}
OF_THE_ANSWER = {"content-type", "content-length"}
TEXT = {"type": "string"}
ERROR = DenormalizedStructureBuilder().with_members({"__type": TEXT, "message": TEXT}).build_model()


def speaking_cbor(app: App) -> App:
    """`app`, which speaks JSON, for clients of both."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("HTTP_SMITHY_PROTOCOL") != PROTOCOL:
            return app(environ, start_response)
        called = PATH.fullmatch(environ["PATH_INFO"])
        assert called, environ["PATH_INFO"]
        began: list[Any] = []
        told = b"".join(app(_in_json(environ, **called.groupdict()), lambda *a: began.append(a)))
        status, headers, *_ = began[0]
        output = _output(**called.groupdict()) if status.startswith("2") else ERROR
        content = _written(json.loads(told or b"{}"), output) if output else b""
        kept = [(name, value) for name, value in headers if name.lower() not in OF_THE_ANSWER]
        of_cbor = [("Content-Type", "application/cbor")] if output else []
        length = ("Content-Length", str(len(content)))
        start_response(status, [*kept, *of_cbor, length, ("smithy-protocol", PROTOCOL)])
        return [content]

    return answer


def _in_json(environ: Mapping[str, Any], service: str, operation: str) -> dict[str, Any]:
    given = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    body = json.dumps(_read(given), default=datetime.timestamp).encode()
    return dict(environ) | {
        "PATH_INFO": "/",
        "CONTENT_TYPE": "application/x-amz-json-1.0",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_X_AMZ_TARGET": f"{service}.{operation}",
        "wsgi.input": io.BytesIO(body),
    }


def _read(body: bytes) -> Any:
    parser = RpcV2CBORParser()
    return parser.parse_data_item(parser.get_peekable_stream_from_bytes(body)) if body else {}


def _written(value: Any, shape: Shape) -> bytes:
    serialized = bytearray()
    RpcV2CBORSerializer()._serialize_data_item(serialized, _described(value, shape), shape)
    return bytes(serialized)


def _described(value: Any, shape: Any) -> Any:
    """What the service's model has of it: moto says more."""
    if shape.type_name == "structure":
        members = {name: value[name] for name in shape.members if value.get(name) is not None}
        return {name: _described(of, shape.members[name]) for name, of in members.items()}
    if shape.type_name == "list":
        return [_described(item, shape.member) for item in value]
    return value


@cache
def _output(service: str, operation: str) -> Shape | None:
    """None for an operation that answers nothing."""
    model = ServiceModel(Loader().load_service_model(SERVICES[service], "service-2"))
    return model.operation_model(operation).output_shape
