"""The sealed tables of a bill in a folder: each month of them written once, as the state machine does.

Whoever asks one question reads their views; who asks thirty would add up the line items thirty times.
"""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from athena.arrow import arrow_type
from athena.engine import Engine, EngineResult, Statement
from athena.tables import CatalogColumn, CatalogTable, DataFile, Partition
from athena.types import trino_type
from modules.sealed import PARTITION_KEY, SealedTable

BATCH = 20_000  # rows


def sealed_table(
    table: SealedTable, months: Sequence[str], engine: Engine, database: str, folder: Path
) -> CatalogTable:
    """These months of a table, as files in the folder. Raises SqlError."""
    names = [column.name for column in table.columns]
    sql = f"SELECT {', '.join(names)} FROM {table.source.name} WHERE {PARTITION_KEY} = ?"
    partitions = []
    for month in months:
        path = folder / f"{table.name}-{month}.parquet"
        _write(engine.run(Statement(sql, database, (f"'{month}'",))), path)
        file = DataFile(path.as_uri(), path.name, path.stat().st_size, path)
        partitions.append(Partition((month,), f"{path.as_uri()}/", (file,)))
    return CatalogTable(
        database,
        table.name,
        tuple(CatalogColumn(column.name, column.hive_type) for column in table.columns),
        (CatalogColumn(PARTITION_KEY, "string"),),
        tuple(partitions),
    )


def _write(result: EngineResult, path: Path) -> None:
    fields = [(column.name, arrow_type(trino_type(column.type))) for column in result.columns]
    schema = pa.schema(fields)
    with pq.ParquetWriter(path, schema) as writer:
        while rows := list(islice(result.rows, BATCH)):
            columns = zip(zip(*rows, strict=True), schema.types, strict=True)
            arrays = [pa.array(values, type_) for values, type_ in columns]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
