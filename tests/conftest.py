"""Fixtures for all levels. jsii starts once a session; pure tests never touch it."""

import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from modules.environment import Environment, parse_environments
from tests.faults import FAULTS, Survived, print_table
from tests.shards import REST

if TYPE_CHECKING:
    from athena.trino.engine import TrinoEngine
    from tests.costs.up_command import Up

Json = dict[str, Any]

# Folders of tests that have a mark, and so a process of `make test`.
MARKED = {"modules": "jsii", "costs": "jsii", "emulator": "emulated"}

EXAMPLE: Json = {
    "account_id": "123456789012",
    "region": "eu-west-1",
    "exports": {
        "cur2": {"enabled": True, "time_granularity": "DAILY"},
        "focus": {"enabled": True, "time_granularity": "DAILY"},
        "legacy_cur": {"enabled": True},
    },
}


def environment(**changes: object) -> Environment:
    """The shipped example with some settings changed."""
    return parse_environments("cdktf.json", {"example": EXAMPLE | changes})["example"]


@cache
def _synthesized(settings: str) -> "Stack":
    from modules.pipeline import add_stack  # starts jsii: only when a test needs it

    from cdktf import Testing as CdktfTesting  # isort: skip

    stack = add_stack(CdktfTesting.app(), "example", environment(**json.loads(settings)))
    stack.run_all_validations()
    return Stack(stack.to_terraform())


Synthesize = Callable[..., "Stack"]


class Stack:
    """The synthesized JSON, easy to ask; `paths` are those of its resources in the construct tree."""

    def __init__(self, synthesized: Json) -> None:
        self.paths: dict[str, str] = {
            f"{kind}.{name}": arguments["//"]["metadata"]["path"]
            for kind, found in synthesized["resource"].items()
            for name, arguments in found.items()
        }
        self.json: Json = _without_metadata(synthesized)

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


def _without_metadata(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_metadata(found) for name, found in value.items() if name != "//"}
    return [_without_metadata(found) for found in value] if isinstance(value, list) else value


@pytest.fixture(scope="session")
def synthesize() -> Synthesize:
    """Synthesize the example with settings changed: `synthesize(region="eu-north-1")`."""

    def synthesized(**changes: object) -> Stack:
        return _synthesized(json.dumps(changes, sort_keys=True))

    return synthesized


@pytest.fixture(scope="session")
def example(synthesize: Synthesize) -> Stack:
    """The shipped environment."""
    return synthesize()


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """The URL of a moto that is open all session long; each `Cloud` shows there too.

    For moto's state is that of the process.
    """
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def trino(endpoint: str) -> Iterator["TrinoEngine"]:
    """Trino over whatever tables a test has made, started once: that takes 12 s and gigabytes."""
    from athena.trino.engine import TrinoEngine
    from tests.needs_trino import skipped_without_trino

    with skipped_without_trino():
        engine = TrinoEngine.start(endpoint, EXAMPLE["region"], EXAMPLE["account_id"], print)
    yield engine
    engine.close()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A shard reads only files that may have a test of its mark: all take each ten seconds."""
    if collection_path.suffix != ".py" or collection_path.name == "conftest.py":
        return None
    mark, *_ = config.option.markexpr.split()[:1] or [""]
    if mark in ("terraform", "engines"):
        return f"mark.{mark}" not in collection_path.read_text() or None
    of_folder = MARKED.get(collection_path.relative_to(config.rootpath).parts[1])
    if mark in MARKED.values():
        return mark != of_folder or None
    return (config.option.markexpr == REST and of_folder is not None) or None


@pytest.hookimpl(tryfirst=True)  # before -m looks at marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Trino isn't asked what is recorded, in CI every sixteenth; what ends what tests share comes last.

    Tests of modules and of the command line synthesize, those of the emulator wait: `make test` gives
    either a process of its own.
    """
    for item in items:
        if mark := MARKED.get(item.path.relative_to(config.rootpath).parts[1]):
            item.add_marker(mark)
    if not os.environ.get("RECORD"):
        recorded = [item for item in items if item.get_closest_marker("recorded")]
        asked = recorded[::16] if os.environ.get("CI") else []
        left = set(recorded) - set(asked)
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)


@pytest.fixture(scope="session", autouse=True)
def services_read_once() -> Iterator[None]:
    """Each session of boto3 reads the descriptions of AWS's services anew, a third of many a test."""
    import botocore.session

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.session, "create_loader", cache(botocore.session.create_loader))
        yield


@pytest.fixture(scope="session", autouse=True)
def up_started_early(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator["Up | None"]:
    """`up` over the real CSV of November 2023, when a test of it will run.

    It takes a minute, most of it the provider's fixed waits; the tests before it run meanwhile.
    """
    if not any(item.path.name == "test_up.py" for item in request.session.items):
        yield None
        return
    from tests.costs.up_command import Up

    with Up.start(tmp_path_factory.mktemp("up"), "--data", "tests/data") as up:
        yield up


@pytest.fixture
def survived(request: pytest.FixtureRequest) -> Iterator[Survived]:
    """What a test that is marked `fault` notes for the table of `make faults`."""
    noted = Survived()
    yield noted
    told = request.node.user_properties
    told += [("lost", noted.lost), ("wrong", noted.wrong), ("seconds", noted.seconds)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    marked = item.get_closest_marker("fault")
    if marked:
        happened = (item.function.__doc__ or "").strip()  # type: ignore[attr-defined]
        named = zip(("fault", "done"), marked.args, strict=True)
        item.user_properties += [*named, ("happened", happened), ("lost", 0), ("wrong", 0)]
    yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """With FAULTS set, the table of what was survived."""
    if FAULTS:
        ended = terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
        print_table(ended, terminalreporter.write_line)
