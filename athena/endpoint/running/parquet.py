"""Rows into Parquet objects below an S3 location, one file a partition, as Athena's CTAS writes them.

Rows are buffered in batches and every open partition keeps a writer, which is why Athena limits a
statement to 100 partitions: https://docs.aws.amazon.com/athena/latest/ug/ctas-considerations-limitations.html
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq

from athena.arrow import arrow_type, to_arrow
from athena.endpoint.running.session import Session
from athena.engine import EngineResult
from athena.errors import QueryCancelled, SqlError
from athena.glue.objects import S3Uri
from athena.rights import require
from athena.sql.column_names import expect_distinct
from athena.text import athena_text
from athena.types import Type, trino_type

BATCH = 10_000  # rows
PARTITION_LIMIT = 100
COMPRESSIONS = ("NONE", "SNAPPY", "GZIP", "ZSTD", "LZ4", "BROTLI")
HIVE_NULL = "__HIVE_DEFAULT_PARTITION__"

Values = tuple[object, ...]


class ParquetTarget:
    """Where the rows of one statement go; `files` and `partitions` are known once they are written."""

    def __init__(
        self, session: Session, location: S3Uri, partitioned_by: Sequence[str], compression: str
    ) -> None:
        if compression.upper() not in COMPRESSIONS:
            allowed = ", ".join(COMPRESSIONS)
            raise SqlError("INVALID_TABLE_PROPERTY", f"{compression} is not one of {allowed}")
        self._session = session
        self._location = location.folder
        require("s3:PutObject", (location / "file").arn)
        self._keys = tuple(partitioned_by)
        self._compression = compression.upper()
        self.files: list[str] = []
        self.partitions: dict[tuple[str, ...], S3Uri] = {}

    def write(self, result: EngineResult) -> int:
        """Write all rows and return their number. The partition keys are the last columns.

        Raises SqlError, QueryCancelled and NoSuchBucket; then nothing is written.
        """
        names = [column.name for column in result.columns]
        types = [trino_type(column.type) for column in result.columns]
        width = len(names) - len(self._keys)
        self._check_columns(names)
        schema = pa.schema(
            [(n, arrow_type(t)) for n, t in zip(names[:width], types[:width], strict=True)]
        )
        key_types = [str(type_) for type_ in types[width:]]
        buffers: dict[tuple[str, ...], BytesIO] = {}
        writers: dict[tuple[str, ...], pq.ParquetWriter] = {}
        count = 0
        try:
            for batch in _batches(result.rows):
                if self._session.execution.cancelled.is_set():
                    raise QueryCancelled
                count += len(batch)
                for values, rows in _by_partition(batch, width, key_types).items():
                    if values not in writers:
                        if len(writers) == PARTITION_LIMIT:
                            raise _too_many_partitions()
                        buffers[values] = BytesIO()
                        writers[values] = pq.ParquetWriter(
                            buffers[values], schema, compression=self._compression
                        )
                    writers[values].write_batch(_record_batch(rows, schema, types))
        finally:
            for writer in writers.values():
                writer.close()
        if self._session.execution.cancelled.is_set():
            raise QueryCancelled
        for values, buffer in buffers.items():
            self._put(values, buffer.getvalue())
        return count

    def _check_columns(self, names: Sequence[str]) -> None:
        expect_distinct(names)
        if self._keys and tuple(names[-len(self._keys) :]) != self._keys:
            raise SqlError(
                "HIVE_COLUMN_ORDER_MISMATCH",
                "Partition keys must be the last columns in the table and in the same order as the "
                f"table properties: [{', '.join(self._keys)}]",
            )

    def _put(self, values: tuple[str, ...], body: bytes) -> None:
        pairs = zip(self._keys, values, strict=True)
        folder = "".join(f"{key}={quote(value, safe=' ')}/" for key, value in pairs)
        place = S3Uri(self._location.bucket, self._location.key + folder)
        stamp = datetime.now(UTC).strftime("%Y%m%d_%H%M%S")
        uri = place / f"{stamp}_{len(self.files):05d}_{self._session.execution.id}"
        self._session.objects.put(uri, body)
        self.files.append(str(uri))
        if self._keys:
            self.partitions[values] = place


def _batches(rows: Iterator[Values]) -> Iterator[list[Values]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _by_partition(
    batch: list[Values], width: int, key_types: Sequence[str]
) -> dict[tuple[str, ...], list[Values]]:
    groups: dict[tuple[str, ...], list[Values]] = {}
    for row in batch:
        texts = zip(row[width:], key_types, strict=True)
        values = tuple(athena_text(value, type_) or HIVE_NULL for value, type_ in texts)
        groups.setdefault(values, []).append(row[:width])
    return groups


def _record_batch(rows: list[Values], schema: pa.Schema, types: Sequence[Type]) -> pa.RecordBatch:
    columns = []
    for number, field in enumerate(schema):
        convert = to_arrow(types[number])
        values = [row[number] for row in rows]
        columns.append(pa.array(map(convert, values) if convert else values, field.type))
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _too_many_partitions() -> SqlError:
    return SqlError(
        "HIVE_TOO_MANY_OPEN_PARTITIONS",
        f"Exceeded limit of {PARTITION_LIMIT} open writers for partitions/buckets",
    )
