"""The objects of the target, read with the crawler's role.

Only footers are read of Parquet files, as a crawler does; a month of data costs a few kilobytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from moto.s3.models import FakeDeleteMarker, s3_backends

from emulator.aws.roles import Role


class Unreadable(Exception):
    """An object that isn't Parquet; `str()` says why."""


@dataclass(frozen=True)
class StoredObject:
    key: str
    size: int  # bytes

    @property
    def folder(self) -> str:
        """The key up to its last slash, slash included."""
        return self.key[: self.key.rfind("/") + 1]


@dataclass(frozen=True)
class ParquetFooter:
    schema: pa.Schema
    rows: int
    size: int  # bytes


class Storage:
    """One bucket, as the role sees it."""

    def __init__(self, role: Role, bucket: str) -> None:
        self._role = role
        self._name = bucket
        self._arn = f"arn:aws:s3:::{bucket}"

    def objects_below(self, prefix: str) -> Iterator[StoredObject]:
        """Current objects in the order of their keys. Raises AccessDenied, and KeyError: no bucket."""
        self._role.require("s3:ListBucket", self._arn)
        keys = self._bucket().keys
        for name in sorted(name for name in list(keys) if name.startswith(prefix)):
            found = keys.get(name)
            if found is not None and not isinstance(found, FakeDeleteMarker):
                yield StoredObject(name, found.size)

    def footer(self, key: str) -> ParquetFooter:
        """Schema and number of rows. Raises AccessDenied or Unreadable."""
        self._role.require("s3:GetObject", f"{self._arn}/{key}")
        found = self._bucket().keys.get(key)
        if found is None or isinstance(found, FakeDeleteMarker):
            raise Unreadable("the object is gone")
        try:
            with found.lock:
                metadata = pq.read_metadata(found._value_buffer)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
            raise Unreadable(f"not a Parquet file ({str(error).splitlines()[0]})") from error
        return ParquetFooter(metadata.schema.to_arrow_schema(), metadata.num_rows, found.size)

    def _bucket(self) -> Any:
        return s3_backends[self._role.account_id]["aws"].buckets[self._name]
