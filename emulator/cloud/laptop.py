"""The emulated AWS with Athena running on an engine: what every command starts with.

Who plans, applies and reads may what `policies/` says (`modules/iam/`), and nothing else.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from athena.duckdb.engine import DuckDbEngine
from athena.endpoint import install
from athena.engine import Engine
from athena.glue.catalog import GlueCatalog
from athena.trino.engine import TrinoEngine
from emulator.aws.pace import PACE
from emulator.cloud.cloud import Caller, Cloud
from emulator.cloud.engine_name import EngineName
from emulator.environment import Emulated
from modules import iam
from modules.plan import Plan

HURRY = 0.01  # the emulated AWS is done in a moment, where a state machine waits for half a minute


@dataclass(frozen=True)
class Laptop:
    """A running cloud; `scratch` is gone when it stops."""

    cloud: Cloud
    emulated: Emulated
    scratch: Path


@contextmanager
def laptop(
    emulated: Emulated,
    port: int | None = None,
    engine_name: EngineName = EngineName.DUCKDB,
    progress: Callable[[str], None] = lambda line: None,
) -> Iterator[Laptop]:
    """Start everything, and leave nothing running and nothing on disk.

    `progress` hears of what takes long. Raises PortTaken, and TrinoUnavailable.
    """
    with ExitStack() as stack:
        scratch = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="aws-cost-pipeline-"))
        )
        account_id, region = emulated.names.account_id, emulated.names.region
        cloud = stack.enter_context(Cloud.start(region, account_id, port))
        PACE.wait = HURRY
        catalog = GlueCatalog(account_id, region, scratch / "objects")
        engine = _start_engine(engine_name, cloud, catalog, progress)
        stack.callback(engine.close)
        service = install(engine, catalog, account_id, region, cloud.who)
        stack.callback(service.close)
        _restrict(cloud, emulated.plan)
        yield Laptop(cloud, emulated, scratch)


def _restrict(cloud: Cloud, plan: Plan) -> None:
    planner, reader = iam.plan_access(plan).values(), iam.read_access(plan)
    cloud.restrict(Caller.PLANNER, [*planner])
    cloud.restrict(Caller.DEPLOYER, [*planner, *iam.apply_access(plan).values()])
    cloud.restrict(Caller.READER, [reader])


def _start_engine(
    name: EngineName, cloud: Cloud, catalog: GlueCatalog, progress: Callable[[str], None]
) -> Engine:
    if name is EngineName.TRINO:
        return TrinoEngine.start(cloud.endpoint, cloud.region, cloud.account_id, progress)
    return DuckDbEngine(catalog)
