"""A small table over two files that don't hold the same columns, and how to ask it."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from athena.tables import CatalogColumn, CatalogTable, DataFile, Partition
from tests.queries.tables import DATABASE, Tables

COLUMNS = {"service": "string", "cost": "double", "tags": "map<string,string>", "added": "string"}


def month_file(folder: Path, month: str, columns: dict[str, list[object]]) -> DataFile:
    path = folder / f"{month}.parquet"
    types = {"tags": pa.map_(pa.string(), pa.string())}
    arrays = {name: pa.array(values, types.get(name)) for name, values in columns.items()}
    pq.write_table(pa.table(arrays), path)
    return DataFile(f"s3://b/{month}/x.parquet", f"{path}", path.stat().st_size, path)


def costs(folder: Path) -> CatalogTable:
    """January lacks the column `added` and has one that nobody declared; February is the reverse."""
    january: dict[str, list[object]] = {
        "service": ["EC2", "S3"],
        "cost": [1.5, 2.0],
        "secret": [1, 2],
    }
    february: dict[str, list[object]] = {
        "cost": [4.0], "added": ["new"], "service": ["EC2"], "tags": [[("team", "blue")]],
    }  # fmt: skip
    files = {
        "2026-01": month_file(folder, "2026-01", january),
        "2026-02": month_file(folder, "2026-02", february),
    }
    return CatalogTable(
        DATABASE,
        "costs",
        tuple(CatalogColumn(name, type_) for name, type_ in COLUMNS.items()),
        (CatalogColumn("month", "string"),),
        tuple(Partition((m,), f"s3://b/{m}/", (file,)) for m, file in files.items()),
    )


def run(
    table: CatalogTable, sql: str, *parameters: str, limit: int | None = None
) -> list[tuple[object, ...]]:
    engine = DuckDbEngine(Tables(table, view_of(table)))
    try:
        return list(engine.run(Statement(sql, DATABASE, parameters, limit)).rows)
    finally:
        engine.close()


def view_of(table: CatalogTable) -> CatalogTable:
    sql = "SELECT month, sum(cost) AS total FROM costs GROUP BY month"
    columns = (CatalogColumn("month", "string"), CatalogColumn("total", "double"))
    return CatalogTable(DATABASE, "totals", columns, view_sql=sql)
