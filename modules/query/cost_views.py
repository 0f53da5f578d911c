"""The cost language as Glue views, in the form in which Athena stores its own: base64 JSON in a text.

Athena refuses a view whose table has no SerDe, hence the `-`; Trino knows a view by the
comment `Presto View`, which a description of the table would hide. The provider's newer
`view_definition` is not for this kind of view. Athena checks no view that Glue was given: a wrong one is
found by its first SELECT, so tests validate each on Trino before. The encoding is undocumented:
https://stackoverflow.com/questions/56289272
"""

import base64
import json
from collections.abc import Mapping, Sequence

from cdktf_cdktf_provider_aws.glue_catalog_database import GlueCatalogDatabase
from cdktf_cdktf_provider_aws.glue_catalog_table import (
    GlueCatalogTable,
    GlueCatalogTableStorageDescriptor,
    GlueCatalogTableStorageDescriptorColumns,
    GlueCatalogTableStorageDescriptorSerDeInfo,
)
from constructs import Construct

from modules.views import View


class CostViews(Construct):
    """The views of an environment, each after what it reads."""

    views: dict[str, GlueCatalogTable]
    """By name."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        views: Sequence[View],
        tables: Mapping[str, GlueCatalogTable],
        database: GlueCatalogDatabase,
        database_name: str,
    ) -> None:
        super().__init__(scope, id_)
        self.views = {}
        for view in views:
            below = {**tables, **self.views}
            self.views[view.name] = GlueCatalogTable(
                self,
                view.name,
                database_name=database.name,
                name=view.name,
                table_type="VIRTUAL_VIEW",
                parameters={"presto_view": "true", "comment": "Presto View"},
                view_original_text=f"/* Presto View: {_encoded(view, database_name)} */",
                view_expanded_text="/* Presto View */",
                storage_descriptor=_columns(view),
                depends_on=[below[name] for name in view.reads],
            )


def _encoded(view: View, database: str) -> str:
    """Types in Trino's words; always the same bytes, or every plan would show a change."""
    definition = {
        "catalog": "awsdatacatalog",
        "columns": [{"name": column.name, "type": column.type} for column in view.columns],
        "originalSql": view.sql,
        "runAsInvoker": True,
        "schema": database,
    }
    text = json.dumps(definition, sort_keys=True, separators=(",", ":"))
    return base64.b64encode(text.encode()).decode()


def _columns(view: View) -> GlueCatalogTableStorageDescriptor:
    return GlueCatalogTableStorageDescriptor(
        columns=[
            GlueCatalogTableStorageDescriptorColumns(name=column.name, type=column.hive_type)
            for column in view.columns
        ],
        ser_de_info=GlueCatalogTableStorageDescriptorSerDeInfo(name="-", serialization_library="-"),
    )
