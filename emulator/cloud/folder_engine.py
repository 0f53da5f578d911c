"""An engine over the tables of a `BilledTables`, for commands that need no Terraform.

DuckDB reads the files where they are and is there at once. Trino needs an emulated AWS of its own;
what both of them take to load is paid for only by who asks for Trino.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Engine, ResultColumn
from athena.tables import CatalogTable
from emulator.bills.billed_tables import BilledTables
from emulator.cloud.engine_name import EngineName
from emulator.environment import Emulated

Progress = Callable[[str], None]


@contextmanager
def engine_over(
    name: EngineName,
    emulated: Emulated,
    catalog: BilledTables,
    progress: Progress = lambda line: None,
    *,
    rows: bool = True,
) -> Iterator[Engine]:
    """Leaves nothing running. Without `rows` it validates only. Raises TrinoUnavailable."""
    with ExitStack() as stack:
        engine: Engine
        if name is EngineName.TRINO:
            engine = _start_trino(stack, emulated, catalog, progress, rows)
        else:
            engine = DuckDbEngine(catalog)
        stack.callback(engine.close)
        yield engine


def create_view(
    engine: Engine,
    emulated: Emulated,
    catalog: BilledTables,
    view: CatalogTable,
    columns: Sequence[ResultColumn],
) -> None:
    """Let the engine know a view; `columns` are its own, with Trino's types."""
    catalog.add(view)
    if engine.name == EngineName.TRINO:
        from athena.glue.definitions import view_table
        from athena.glue.metastore import Metastore

        names = emulated.names
        table = view_table(view.database, view.name, view.view_sql or "", columns)
        Metastore(names.account_id, names.region).put_table(view.database, table)


def _start_trino(
    stack: ExitStack, emulated: Emulated, catalog: BilledTables, progress: Progress, rows: bool
) -> Engine:
    from athena.glue.publish import publish
    from athena.trino.engine import TrinoEngine
    from emulator.cloud.cloud import Cloud

    names = emulated.names
    cloud = stack.enter_context(Cloud.start(names.region, names.account_id))
    publish(catalog, cloud.account_id, cloud.region, rows=rows)
    return TrinoEngine.start(cloud.endpoint, cloud.region, cloud.account_id, progress)
