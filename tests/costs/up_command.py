"""`python -m costs up`, as a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

PROJECT = Path(__file__).parent.parent.parent
STARTS_WITHIN = 300.0  # seconds


@dataclass(frozen=True)
class Up:
    """What it prints goes to a file, so that nobody has to read along."""

    process: "subprocess.Popen[bytes]"
    printed: Path

    @classmethod
    @contextmanager
    def start(cls, folder: Path, *arguments: str) -> Iterator["Up"]:
        printed = folder / "printed"
        with printed.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "costs", "up", *arguments],
                cwd=PROJECT,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=os.environ | {"COLUMNS": "200"},
                preexec_fn=_in_the_background,
            )
        try:
            yield cls(process, printed)
        finally:
            process.kill()
            process.wait()

    def variables(self) -> dict[str, str]:
        """What it tells its clients to set; waits until it does."""
        deadline = time.monotonic() + STARTS_WITHIN
        while "\nCtrl-C" not in (text := self.printed.read_text()):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"up did not start:\n{text}")
            time.sleep(0.1)
        exports = [line for line in text.splitlines() if line.startswith("export ")]
        return dict(line.removeprefix("export ").split("=", 1) for line in exports)

    def athena(self) -> Any:
        """A client that knows nothing but these variables."""
        told = self.variables()
        session = boto3.Session(
            told["AWS_ACCESS_KEY_ID"],
            told["AWS_SECRET_ACCESS_KEY"],
            region_name=told["AWS_REGION"],
        )
        return session.client("athena", endpoint_url=told["AWS_ENDPOINT_URL"])

    def interrupt(self) -> int:
        """Ctrl-C, and the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


def _in_the_background() -> None:
    """As a shell starts what ends in `&`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
