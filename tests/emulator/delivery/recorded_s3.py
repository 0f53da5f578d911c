"""A delivery bucket that remembers in which order it was filled."""

from typing import Any

BUCKET = "cid-123456789012-data-exports"


class RecordedS3:
    """An S3 client that remembers what was put, in order."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.puts: list[tuple[str, bytes]] = []

    def put_object(self, *, Bucket: str, Key: str, Body: Any, **more: str) -> None:  # noqa: N803
        body = Body if isinstance(Body, bytes) else Body.read()
        self._client.put_object(Bucket=Bucket, Key=Key, Body=body, **more)
        self.puts.append((Key, body))

    def get_paginator(self, operation: str) -> Any:
        return self._client.get_paginator(operation)

    def read(self, key: str) -> bytes:
        content: bytes = self._client.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        return content

    @property
    def keys(self) -> list[str]:
        listed = self._client.list_objects_v2(Bucket=BUCKET).get("Contents", [])
        return [found["Key"] for found in listed]
