"""A catalog's tables as Glue tables, and their files as objects in S3.

For what reads Glue and S3 itself and can't be handed a `Catalog`: Trino, SHOW and DESCRIBE, clients.
"""

from athena.engine import ResultColumn
from athena.glue.definitions import parquet_table, view_table
from athena.glue.metastore import Metastore
from athena.glue.objects import Objects, S3Uri
from athena.tables import Catalog, CatalogColumn
from athena.types import hive_type


def publish(catalog: Catalog, account_id: str, region: str, *, rows: bool = True) -> None:
    """Create databases, tables, views; without `rows` no partition and no file: enough to validate."""
    metastore, objects = Metastore(account_id, region), Objects(account_id, region)
    for database in catalog.databases():
        metastore.create_database(database, "", "")
        for name in catalog.tables(database):
            found = catalog.table(database, name)
            assert found is not None
            if found.view_sql is not None:
                columns_ = [ResultColumn(c.name, str(hive_type(c.type))) for c in found.columns]
                metastore.put_table(database, view_table(database, name, found.view_sql, columns_))
                continue
            columns, keys = _pairs(found.columns), _pairs(found.partition_keys)
            metastore.put_table(database, parquet_table(name, columns, keys, found.location))
            for partition in found.partitions if rows else ():
                if found.partition_keys:
                    metastore.add_partition(database, name, partition.values, partition.location)
                for file in partition.files:
                    uri = S3Uri.parse(file.uri)
                    objects.create_bucket(uri.bucket)
                    objects.put(uri, file.path.read_bytes())


def _pairs(columns: tuple[CatalogColumn, ...]) -> list[tuple[str, str]]:
    return [(column.name, column.type) for column in columns]
