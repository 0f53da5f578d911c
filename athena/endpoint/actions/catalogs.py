"""Data catalogs, and Athena's view of the Glue catalog in AwsDataCatalog.

moto 5.2.5 has no tables here, knows only databases that CREATE DATABASE made through it, and does not
list AwsDataCatalog, which every account has. Federated catalogs are kept but hold nothing.
"""

import re
from collections.abc import Mapping
from typing import Any

from moto.athena.models import DataCatalog
from moto.core.responses import ActionResult, EmptyResult

from athena.endpoint.actions.base import Actions
from athena.endpoint.errors import InvalidRequest, MetadataError
from athena.glue.definitions import GlueTable
from athena.glue.metastore import Metastore

GLUE = "AwsDataCatalog"
NOT_FOUND = (  # the end is what PyAthena looks for
    "Entity Not Found (Service: AmazonDataCatalog; Status Code: 400; Error Code: {};"
    " Request ID: 00000000-0000-0000-0000-000000000000; Proxy: null)"
)


class DataCatalogActions(Actions):
    """Create is moto's."""

    def list_data_catalogs(self) -> ActionResult:
        summaries = [{"CatalogName": GLUE, "Type": "GLUE"}]
        for catalog in list(self.athena_backend.data_catalogs.values()):
            summaries.append({"CatalogName": catalog.name, "Type": catalog.type})
        page, token = self.page(summaries)
        return ActionResult({"DataCatalogsSummary": page, "NextToken": token})

    def get_data_catalog(self) -> ActionResult:
        name = self.request["Name"]
        if name.lower() == GLUE.lower():
            parameters = {"catalog-id": self.current_account}
            glue = {"Name": GLUE, "Type": "GLUE", "Parameters": parameters}
            return ActionResult({"DataCatalog": glue})
        return ActionResult({"DataCatalog": _described(self._catalog(name))})

    def update_data_catalog(self) -> ActionResult:
        catalog = self._catalog(self.request["Name"])
        catalog.type = self.request["Type"]
        catalog.description = self.request.get("Description", catalog.description)
        catalog.parameters = self.request.get("Parameters", catalog.parameters)
        return EmptyResult()

    def delete_data_catalog(self) -> ActionResult:
        catalog = self._catalog(self.request["Name"])
        del self.athena_backend.data_catalogs[catalog.name]
        return ActionResult({"DataCatalog": _described(catalog)})

    def _catalog(self, name: str) -> DataCatalog:
        found = self.athena_backend.data_catalogs.get(name)
        if found is None:
            raise InvalidRequest(f"Data Catalog {name} was not found")
        return found


class MetadataActions(Actions):
    """Databases and tables."""

    def get_database(self) -> ActionResult:
        name = self.request["DatabaseName"]
        found = self._metastore.database(name.lower())
        if found is None:
            raise MetadataError(NOT_FOUND.format("EntityNotFoundException"))
        return ActionResult({"Database": _database(found)})

    def list_databases(self) -> ActionResult:
        page, token = self.page([_database(one) for one in self._metastore.databases()])
        return ActionResult({"DatabaseList": page, "NextToken": token})

    def get_table_metadata(self) -> ActionResult:
        database, name = self.request["DatabaseName"], self.request["TableName"]
        found = self._metastore.table(database.lower(), name.lower())
        if found is None:
            raise MetadataError(NOT_FOUND.format("EntityNotFoundException"))
        return ActionResult({"TableMetadata": _table(found)})

    def list_table_metadata(self) -> ActionResult:
        database = self.request["DatabaseName"].lower()
        if self._metastore.database(database) is None:
            raise MetadataError(NOT_FOUND.format("EntityNotFoundException"))
        wanted = re.compile(self.request.get("Expression") or ".*")
        tables = [
            _table(one) for one in self._metastore.tables(database) if wanted.match(one["Name"])
        ]
        page, token = self.page(tables)
        return ActionResult({"TableMetadataList": page, "NextToken": token})

    @property
    def _metastore(self) -> Metastore:
        catalog = self.request["CatalogName"]
        if catalog.lower() != GLUE.lower():
            raise MetadataError(f"Catalog {catalog} holds no databases in the emulator; use {GLUE}")
        return Metastore(self.current_account, self.region)


def _described(catalog: DataCatalog) -> Mapping[str, Any]:
    return {
        "Name": catalog.name,
        "Description": catalog.description,
        "Type": catalog.type,
        "Parameters": catalog.parameters,
    }


def _database(database: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: database.get(key) for key in ("Name", "Description", "Parameters")}


def _table(table: GlueTable) -> Mapping[str, Any]:
    storage = table.get("StorageDescriptor") or {}
    serde = storage.get("SerdeInfo") or {}
    described = {
        "inputformat": storage.get("InputFormat"),
        "outputformat": storage.get("OutputFormat"),
        "location": storage.get("Location"),
        "serde.serialization.lib": serde.get("SerializationLibrary"),
    }
    described |= {f"serde.param.{key}": v for key, v in (serde.get("Parameters") or {}).items()}
    given = {key: value for key, value in described.items() if value}
    return {
        "Name": table["Name"],
        "CreateTime": table.get("CreateTime"),
        "TableType": table.get("TableType"),
        "Columns": _columns(storage.get("Columns")),
        "PartitionKeys": _columns(table.get("PartitionKeys")),
        "Parameters": (table.get("Parameters") or {}) | given,
    }


def _columns(columns: list[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    return [{key: one.get(key) for key in ("Name", "Type", "Comment")} for one in columns or ()]
