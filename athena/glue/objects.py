"""Objects in the emulated S3, read and written in process.

The shape of this file comes from moto: its S3 keeps every version of a key in one store and computes
an ETag lazily, so current versions are picked here and the ETag is given when an object is written.
Bucket policies and encryption are not consulted: Athena writes results as the caller, whose
permissions moto checks on the API call, not here.
"""

import hashlib
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

from moto.s3.exceptions import MissingBucket
from moto.s3.models import FakeDeleteMarker, FakeKey, s3_backends
from moto.utilities.utils import get_partition

READ_SIZE = 1 << 20  # bytes


class NoSuchBucket(Exception):
    """The bucket does not exist in this account."""


@dataclass(frozen=True)
class S3Uri:
    """`s3://bucket/key`; `key` may be empty or a prefix."""

    bucket: str
    key: str

    @classmethod
    def parse(cls, text: str) -> "S3Uri":
        """Raises ValueError unless the text is `s3://bucket[/key]`."""
        scheme, _, rest = text.partition("://")
        bucket, _, key = rest.partition("/")
        if scheme not in ("s3", "s3a", "s3n") or not bucket:
            raise ValueError(f"{text!r} is not an S3 location; write it as s3://bucket/prefix/")
        return cls(bucket, key)

    @property
    def folder(self) -> "S3Uri":
        """The same place as a prefix that ends in `/` (an empty key is the whole bucket)."""
        return (
            self if not self.key or self.key.endswith("/") else S3Uri(self.bucket, self.key + "/")
        )

    def __truediv__(self, name: str) -> "S3Uri":
        return S3Uri(self.bucket, self.folder.key + name)

    @property
    def arn(self) -> str:
        """Of the object."""
        return f"arn:aws:s3:::{self.bucket}/{self.key}"

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"


class Objects:
    """The current objects of an account's buckets."""

    def __init__(self, account_id: str, region: str) -> None:
        self._account_id = account_id
        self._region = region
        self._partition = get_partition(region)

    def bucket_exists(self, bucket: str) -> bool:
        return bucket in self._backend.buckets

    def create_bucket(self, bucket: str) -> None:
        """Unless it exists."""
        if not self.bucket_exists(bucket):
            self._backend.create_bucket(bucket, self._region)

    def put(self, uri: S3Uri, body: bytes, content_type: str = "application/octet-stream") -> None:
        """Write an object. Raises NoSuchBucket."""
        etag = hashlib.md5(body, usedforsecurity=False).hexdigest()
        try:
            key = self._backend.put_object(uri.bucket, uri.key, body, etag=etag)
        except MissingBucket as gone:
            raise NoSuchBucket(f"The specified bucket does not exist: {uri.bucket}") from gone
        key.set_metadata({"Content-Type": content_type})

    def get(self, uri: S3Uri) -> FakeKey | None:
        """The current version of an object, or None."""
        bucket = self._backend.buckets.get(uri.bucket)
        versions = bucket.keys.getlist(uri.key) if bucket else None
        return None if not versions or _deleted(versions[-1]) else versions[-1]

    def delete(self, uri: S3Uri) -> None:
        if self.get(uri) is not None:
            self._backend.delete_object(uri.bucket, uri.key)

    def listing(self, bucket: str) -> "Listing":
        """Everything in a bucket at this moment, empty when there is no such bucket."""
        found = self._backend.buckets.get(bucket)
        # dict's own items(): the store's Python-level one may see a key vanish under it.
        stored = list(dict.items(found.keys)) if found else []
        current = [(name, versions[-1]) for name, versions in stored if versions]
        return Listing(sorted((name, key) for name, key in current if not _deleted(key)))

    @property
    def _backend(self) -> Any:
        return s3_backends[self._account_id][self._partition]


class Listing:
    """A bucket's current keys in order, so that many prefixes can be looked up in one pass."""

    def __init__(self, entries: list[tuple[str, FakeKey]]) -> None:
        self._names = [name for name, _ in entries]
        self._keys = [key for _, key in entries]

    def below(self, prefix: str) -> list[FakeKey]:
        """The objects whose key starts with the prefix, without zero-byte folder markers."""
        start = bisect_left(self._names, prefix)
        found = []
        for name, key in zip(self._names[start:], self._keys[start:], strict=True):
            if not name.startswith(prefix):
                break
            if key.size or not name.endswith("/"):
                found.append(key)
        return found


def read_from(key: FakeKey, offset: int, size: int = READ_SIZE) -> bytes:
    """Part of an object, without reading the rest of it into memory as `key.value` does."""
    with key.lock:
        key._value_buffer.seek(offset)
        return bytes(key._value_buffer.read(size))


def _deleted(version: object) -> bool:
    return isinstance(version, FakeDeleteMarker)
