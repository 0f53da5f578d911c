"""Fixtures for all levels. jsii starts once a session; pure tests never touch it."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from modules.config import Environment, parse_environments

Json = dict[str, Any]

EXAMPLE: Json = {
    "account_id": "123456789012",
    "region": "eu-west-1",
    "exports": {"cur2": {"enabled": True}, "legacy_cur": {"enabled": True}},
}


def environment(**changes: object) -> Environment:
    """The shipped example with some settings changed."""
    return parse_environments("cdktf.json", {"example": EXAMPLE | changes})["example"]


@cache
def _synthesized(settings: str) -> Json:
    from modules.pipeline import CostPipeline  # starts jsii: only when a test needs it

    from cdktf import Testing as CdktfTesting  # isort: skip

    stack = CostPipeline(CdktfTesting.app(), "example", environment(**json.loads(settings)))
    parsed: Json = json.loads(CdktfTesting.synth(stack, True))
    return parsed


Synthesize = Callable[..., "Stack"]


class Stack:
    """The synthesized JSON, easy to ask."""

    def __init__(self, synthesized: Json) -> None:
        self.json = synthesized

    def resources(self, kind: str) -> dict[str, Json]:
        """Resources of a type by logical id without its hash."""
        found = self.json["resource"].get(kind, {})
        return {name.rsplit("_", 1)[0]: arguments for name, arguments in found.items()}

    def resource(self, kind: str, name: str) -> Json:
        arguments: Json = self.resources(kind)[name]
        return arguments

    def policy(self, kind: str, name: str, argument: str = "policy") -> Json:
        """A policy document of a resource."""
        parsed: Json = json.loads(self.resource(kind, name)[argument])
        return parsed


@pytest.fixture(scope="session")
def synthesize() -> Synthesize:
    """Synthesize the example with settings changed: `synthesize(region="eu-north-1")`."""

    def synthesized(**changes: object) -> Stack:
        return Stack(_synthesized(json.dumps(changes, sort_keys=True)))

    return synthesized


@pytest.fixture(scope="session")
def example(synthesize: Synthesize) -> Stack:
    """The shipped environment."""
    return synthesize()
