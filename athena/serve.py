"""Athena over a folder of Parquet files, behind an endpoint that any client of AWS can talk to.

moto answers for Glue and S3, in this process and from memory: its state is global, so there is one
endpoint at a time. Files are copied into it as they are at the start.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.base_backend import BackendDict
from moto.core.model_instances import reset_model_data

from athena.duckdb.engine import DuckDbEngine
from athena.endpoint import install
from athena.endpoint.server import HOST, Server, listen
from athena.folder import FolderCatalog
from athena.glue.catalog import GlueCatalog
from athena.glue.objects import Objects
from athena.glue.publish import publish

RESULTS = "athena-results"  # the bucket of the workgroup `primary`


@dataclass(frozen=True)
class Endpoint:
    """A running endpoint; the tables are in the database `default`, statements run in `primary`."""

    url: str
    region: str

    @property
    def access(self) -> dict[str, str]:
        """What boto3, PyAthena and others take as keywords to find it."""
        return {
            "endpoint_url": self.url,
            "region_name": self.region,
            "aws_access_key_id": "emulated",
            "aws_secret_access_key": "emulated",
        }

    def client(self, service: str) -> Any:
        """A boto3 client of `athena`, `glue` or `s3`."""
        return boto3.client(service, **self.access)


@contextmanager
def serve(
    folder: Path | str, port: int | None = None, region: str = "us-east-1"
) -> Iterator[Endpoint]:
    """Answer on `port`, or on a free one, until the block ends, which leaves nothing behind.

    Raises ExpectedFailure when the port is taken or the folder doesn't read as tables.
    """
    given = FolderCatalog(folder)
    with ExitStack() as stack:
        stack.enter_context(_without_proxy())
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="athena-"))
        server = Server(listen(port))
        stack.callback(server.stop)
        server.start()
        _forget_everything()
        stack.callback(_forget_everything)
        publish(given, DEFAULT_ACCOUNT_ID, region)
        catalog = GlueCatalog(DEFAULT_ACCOUNT_ID, region, Path(scratch))
        engine = DuckDbEngine(catalog)
        stack.callback(engine.close)
        service = install(engine, catalog, DEFAULT_ACCOUNT_ID, region)
        stack.callback(service.close)
        Objects(DEFAULT_ACCOUNT_ID, region).create_bucket(RESULTS)
        primary = service.backend.work_groups["primary"]
        primary.configuration["ResultConfiguration"] = {"OutputLocation": f"s3://{RESULTS}/"}
        yield Endpoint(f"http://{HOST}:{server.port}", region)


@contextmanager
def _without_proxy() -> Iterator[None]:
    """A proxy in the environment is not for this machine, whichever client asks."""
    before = os.environ.get("NO_PROXY")
    os.environ["NO_PROXY"] = f"{before},{HOST}" if before else HOST
    try:
        yield
    finally:
        if before is None:
            del os.environ["NO_PROXY"]
        else:
            os.environ["NO_PROXY"] = before


def _forget_everything() -> None:
    BackendDict.reset()
    reset_model_data()
