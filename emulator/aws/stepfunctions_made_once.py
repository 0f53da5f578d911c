"""Definitions, paths and clients that are made once: the emulator's own economy, nothing that AWS does.

moto parses its definition anew for every execution, which takes a second of processor for ours, a path
for every state that has one, and makes a client for every task. They are the same each time: all that an
execution changes lies in its `Environment`.
"""

import types
from functools import lru_cache
from typing import Any

import boto3
from moto.stepfunctions.parser.asl.component.common.path import result_path
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.asl.utils import boto_client, json_path

from emulator.aws.patching import Patch

patch = Patch()
_parse = staticmethod(lru_cache(64)(AmazonStateLanguageParser.parse))
patch.sets(AmazonStateLanguageParser, "parse", _parse)
patch.sets(json_path, "parse", lru_cache(1024)(json_path.parse))
patch.sets(result_path, "parse", lru_cache(1024)(result_path.parse))
_clients: dict[tuple[str, str, str | None], Any] = {}


def _client(
    *, service_name: str, region_name: str, endpoint_url: str | None = None, **described: Any
) -> Any:
    """`described` is the same for all of moto's."""
    key = (service_name, region_name, endpoint_url)
    if key not in _clients:
        _clients[key] = boto3.client(
            service_name, region_name, endpoint_url=endpoint_url, **described
        )
    return _clients[key]


patch.sets(boto_client, "boto3", types.SimpleNamespace(client=_client))
