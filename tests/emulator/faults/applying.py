"""Applies the stack as a team does, its state in a bucket and locked there, and is stopped meanwhile."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from moto.glue.models import GlueBackend

from costs.deployed.account import Account
from costs.deployed.adoption import adopt_known
from emulator.cloud.cloud import Cloud
from emulator.cloud.terraform import OVERRIDE, Terraform
from emulator.glue.crawl import _Crawl
from tests.conftest import EXAMPLE, Json
from tests.terraform.stacks import synthesized

STATES = "states"
UNASKED = ("credentials_validation", "requesting_account_id", "metadata_api_check")
PATIENCE = 300  # seconds


class Applied(Terraform):
    """One environment, `example`; the state is `example.tfstate` in a bucket of its own."""

    def __init__(self, cloud: Cloud, settings: Json, folder: Path) -> None:
        self.cloud = cloud
        self.settings = EXAMPLE | settings
        place = {"LocationConstraint": cloud.region}
        cloud.client("s3").create_bucket(Bucket=STATES, CreateBucketConfiguration=place)
        folder.mkdir()
        self._written = folder
        super().__init__(synthesized(self.settings, folder), folder / "stack", cloud.environment())
        # Terraform writes the state at its end, and every 20 seconds on the way.
        self.act_as({"TF_STATE_PERSIST_INTERVAL": "600"})
        self._keep_state_in_s3()
        self.init()

    def _keep_state_in_s3(self) -> None:
        file = self.folder / OVERRIDE
        override = json.loads(file.read_text())
        override["terraform"]["backend"] = {
            "s3": {
                "bucket": STATES,
                "key": "example.tfstate",
                "region": self.cloud.region,
                "use_lockfile": True,
                "use_path_style": True,
                **{f"skip_{what}": True for what in UNASKED},
            }
        }
        file.write_text(json.dumps(override))

    def ask_for(self, settings: Json) -> None:
        """From now on with these settings."""
        self.settings = settings
        self.configure(synthesized(settings, self._written))

    def stopped(self, how: signal.Signals, moment: Event) -> str:
        """Begin to apply, and get this signal then. Returns what it says."""
        options = ("-auto-approve", "-input=false", "-no-color", "-parallelism=30")
        with self._process("apply", *options) as process:
            output = _read(process, moment)
            if process.poll() is None:
                os.killpg(process.pid, how)
                output, _ = process.communicate()
        assert moment.is_set(), output
        return output

    def unlock(self) -> str:
        """As the error about the lock says. Returns the id of the lock."""
        stored = self.cloud.client("s3").get_object(Bucket=STATES, Key="example.tfstate.tflock")
        lock = str(json.loads(stored["Body"].read())["ID"])
        self._run("force-unlock", "-force", lock)
        return lock

    def adopt(self) -> None:
        """`python -m costs adopt --environment example`, and `make synth`."""
        with pytest.MonkeyPatch.context() as hidden:
            for name, value in self.cloud.environment().items():
                hidden.setenv(name, value)
            adoption = adopt_known(
                Account(boto3.Session(), self.cloud.region), "example", self.settings
            )
        assert adoption.left == ()
        self.ask_for(adoption.settings)


def _read(process: subprocess.Popen[str], moment: Event) -> str:
    """What it says until the moment has come, or its end; a full pipe would hold it up."""
    while not moment.is_set():
        with suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=0.1)[0]
    return ""


@contextmanager
def table_made(name: str) -> Iterator[Event]:
    """Set when Glue has made this table; it says so only when this is over."""
    made, over = Event(), Event()
    creates = GlueBackend.create_table

    def slowly(backend: Any, database: str, table: str, *args: Any) -> Any:
        created = creates(backend, database, table, *args)
        if table == name:
            made.set()
            over.wait(PATIENCE)
        return created

    with patch.object(GlueBackend, "create_table", slowly):
        try:
            yield made
        finally:
            over.set()


@contextmanager
def crawling() -> Iterator[Event]:
    """Set when a crawl has read its queue, and before it changes anything; it ends when this is over."""
    begun, over = Event(), Event()

    def waits(crawl: Any) -> None:
        begun.set()
        over.wait(PATIENCE)

    with patch.object(_Crawl, "_checkpoint", waits):
        try:
            yield begun
        finally:
            over.set()
