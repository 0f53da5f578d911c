"""What a statement has at hand while it runs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from moto.athena.models import AthenaBackend, PreparedStatement

from athena.endpoint.execution import Execution
from athena.endpoint.prepared_statements import PreparedStatements
from athena.endpoint.running.parameters import bind
from athena.engine import Engine, EngineResult, ResultColumn, Statement
from athena.errors import SqlError
from athena.glue.definitions import GlueTable
from athena.glue.metastore import Metastore
from athena.glue.objects import Objects
from athena.tables import Catalog

CATALOG = "awsdatacatalog"


@dataclass(frozen=True)
class Session:
    """One execution's view of the service: its SQL, and the catalog, bucket and engine it works on."""

    execution: Execution
    sql: str
    parameters: tuple[str, ...]
    engine: Engine
    catalog: Catalog
    metastore: Metastore
    objects: Objects
    backend: AthenaBackend

    @property
    def database(self) -> str:
        return self.execution.submission.database

    @property
    def workgroup(self) -> str:
        return self.execution.submission.rules.name

    def with_statement(self, sql: str, parameters: tuple[str, ...]) -> "Session":
        """The same session, running another text: EXECUTE runs what PREPARE stored."""
        return replace(self, sql=sql, parameters=parameters)

    def query(self, sql: str) -> EngineResult:
        """Run a query on the engine, under the workgroup's scan limit."""
        return self.engine.run(self._statement(sql))

    def validate(self, sql: str) -> tuple[ResultColumn, ...]:
        """A query's columns. Raises SqlError when Athena would refuse it."""
        return self.engine.validate(self._statement(sql))

    def locate(self, name: Sequence[str]) -> tuple[str, str]:
        """Database and table of a name with one to three parts, in the session's database by default.

        Raises SqlError for another catalog than AwsDataCatalog.
        """
        if len(name) == 1:  # Hive takes `database.table` in one pair of backquotes
            name = name[0].split(".")
        if len(name) > 3 or (len(name) == 3 and name[0] != CATALOG):
            raise SqlError("CATALOG_NOT_FOUND", f"Catalog '{name[0]}' does not exist")
        return (name[-2] if len(name) > 1 else self.database), name[-1]

    def find_table(self, name: Sequence[str]) -> tuple[str, str, GlueTable]:
        """Database, name and Glue table. Raises SqlError when there is none."""
        database, table = self.locate(name)
        found = self.metastore.table(database, table)
        if found is None:
            raise table_not_found(database, table)
        return database, table, found

    def prepared(self, name: str) -> PreparedStatement | None:
        """A prepared statement of this workgroup."""
        return PreparedStatements(self.backend).find(self.workgroup, name)

    def _statement(self, sql: str) -> Statement:
        limit = self.execution.submission.rules.scan_limit
        values = bind(sql, self.parameters)
        return Statement(sql, self.database, values, limit, self.execution.cancelled)


def table_not_found(database: str, name: str) -> SqlError:
    return SqlError("TABLE_NOT_FOUND", f"Table 'awsdatacatalog.{database}.{name}' does not exist")
