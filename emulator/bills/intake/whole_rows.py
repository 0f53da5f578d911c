"""Line items of exports without ids (FOCUS, chosen columns): the whole row tells one from another.

In real months of legacy CUR and FOCUS no two rows are alike, ids and tags aside. Files are compared by
the plain columns that all of them have, since a CSV's maps are no Parquet file's.
"""

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

BATCH_ROWS = 32_768


def plain_columns(paths: Sequence[Path]) -> frozenset[str]:
    """In lower case, those that every file has."""
    each = [
        {f.name.lower() for f in pq.read_schema(path) if not pa.types.is_nested(f.type)}
        for path in paths
    ]
    return frozenset(set.intersection(*each)) if each else frozenset()


def row_digests(path: Path, columns: Collection[str]) -> pa.Array:
    """A text for each row, equal for equal values whatever type they are stored as."""
    with pq.ParquetFile(path) as file:
        names = sorted((n for n in file.schema_arrow.names if n.lower() in columns), key=str.lower)
        batches = file.iter_batches(BATCH_ROWS, columns=names)
        found = [digest for batch in batches for digest in _digests(batch.select(names))]
    return pa.array(found, pa.string())


def _digests(batch: pa.RecordBatch) -> list[str]:
    texts = [pc.fill_null(_text(column), "") for column in batch.columns]
    rows = pc.binary_join_element_wise(*texts, "\x1f").to_pylist()
    return [hashlib.blake2b(row.encode(), digest_size=16).hexdigest() for row in rows]


def _text(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_decimal(column.type) or pa.types.is_floating(column.type):
        column = column.cast(pa.float64())
    elif pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("ms"), safe=False)
    return column.cast(pa.string())
