"""Writing to the emulated Glue catalog, and the raw tables behind it.

Engines read the catalog through `Catalog`; statements that change it (views, CTAS, partitions) and the
ones that show a table's properties come here. Names are lower case, as Glue keeps them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from moto.glue.exceptions import (
    DatabaseAlreadyExistsException,
    EntityNotFoundException,
    PartitionAlreadyExistsException,
)
from moto.glue.models import glue_backends

from athena.errors import SqlError
from athena.glue.definitions import GlueTable


class Metastore:
    """The Glue catalog of an account and region."""

    def __init__(self, account_id: str, region: str) -> None:
        self._account_id = account_id
        self._region = region

    def databases(self) -> list[Mapping[str, Any]]:
        """In order of their names."""
        found = [database.as_dict() for database in list(self._backend.databases.values())]
        return sorted(found, key=lambda database: str(database["Name"]))

    def database(self, name: str) -> Mapping[str, Any] | None:
        found = self._backend.databases.get(name)
        return found.as_dict() if found else None

    def tables(self, database: str) -> list[GlueTable]:
        """In order of their names. Raises SqlError when there is no such database."""
        found = self._backend.databases.get(database)
        if found is None:
            raise SqlError("SCHEMA_NOT_FOUND", f"Schema '{database}' does not exist")
        tables = [table.as_dict() for table in list(found.tables.values())]
        return sorted(tables, key=lambda table: str(table["Name"]))

    def table(self, database: str, name: str) -> GlueTable | None:
        found = self._table(database, name)
        return found.as_dict() if found else None

    def partitions(self, database: str, name: str) -> list[Mapping[str, Any]]:
        found = self._table(database, name)
        return [one.as_dict() for one in list(found.partitions.values())] if found else []

    def create_database(self, name: str, description: str, location: str) -> bool:
        """False when it exists already."""
        given = {"Name": name, "Description": description, "LocationUri": location}
        try:
            self._backend.create_database(
                name, {key: value for key, value in given.items() if value}
            )
        except DatabaseAlreadyExistsException:
            return False
        return True

    def drop_database(self, name: str) -> None:
        self._backend.delete_database(name)

    def put_table(self, database: str, table: Mapping[str, Any]) -> None:
        """Create a table, or replace its definition. Raises SqlError when the database is missing."""
        name = str(table["Name"])
        try:
            if self._table(database, name) is None:
                self._backend.create_table(database, name, dict(table))
            else:
                self._backend.update_table(database, name, dict(table))
        except EntityNotFoundException as missing:
            raise SqlError("SCHEMA_NOT_FOUND", f"Schema '{database}' does not exist") from missing

    def drop_table(self, database: str, name: str) -> None:
        self._backend.delete_table(database, name)

    def add_partition(self, database: str, name: str, values: Sequence[str], location: str) -> bool:
        """Register a partition with the table's own storage. False when it exists already."""
        table = self._backend.get_table(database, name)
        storage = table.as_dict()["StorageDescriptor"] | {"Location": location}
        try:
            table.create_partition({"Values": list(values), "StorageDescriptor": storage})
        except PartitionAlreadyExistsException:
            return False
        return True

    def drop_partition(self, database: str, name: str, values: Sequence[str]) -> bool:
        """False when there is none."""
        try:
            self._backend.get_table(database, name).delete_partition(list(values))
        except EntityNotFoundException:
            return False
        return True

    @property
    def _backend(self) -> Any:
        return glue_backends[self._account_id][self._region]

    def _table(self, database: str, name: str) -> Any:
        found = self._backend.databases.get(database)
        return found.tables.get(name) if found else None
