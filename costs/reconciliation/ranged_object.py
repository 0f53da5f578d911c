"""An object of S3 as a file of which only what is read is fetched: footers and columns of Parquet."""

import io
from typing import Any, BinaryIO

FETCHED_AT_ONCE = 65_536  # bytes: a footer is seldom larger


def ranged_object(s3_client: Any, bucket: str, key: str) -> BinaryIO:
    """Raises botocore's ClientError when it isn't there, or may not be read."""
    return io.BufferedReader(_Ranges(s3_client, bucket, key), FETCHED_AT_ONCE)


class _Ranges(io.RawIOBase):
    def __init__(self, s3_client: Any, bucket: str, key: str) -> None:
        self._s3 = s3_client
        self._object = {"Bucket": bucket, "Key": key}
        self._size = int(s3_client.head_object(**self._object)["ContentLength"])
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = start + offset
        return self._place

    def readinto(self, buffer: Any) -> int:
        last = min(self._place + len(buffer), self._size) - 1
        if last < self._place:
            return 0
        found = self._s3.get_object(**self._object, Range=f"bytes={self._place}-{last}")
        content = found["Body"].read()
        buffer[: len(content)] = content
        self._place += len(content)
        return len(content)
