"""A Trino server of our own, on a free port of this machine, for as long as this process lives.

Java is started directly: Trino's launcher adds only what a service needs. A supervisor stands between
(`trino_supervisor.py`), so that no server is left behind by a command that was killed.
"""

import contextlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from athena.trino.configuration import HOST, JVM, heap_size, write_settings
from athena.trino.distribution import Progress, TrinoDistribution, TrinoUnavailable

SUPERVISOR = Path(__file__).with_name("supervisor.py")
STARTED = "SERVER STARTED"
START_TIMEOUT = 180.0  # seconds; 10 on an idle machine
LOG_TAIL = 15  # lines in an error message


class TrinoServer:
    """A running server. It ends with `close()`, and with this process however that ends."""

    port: int

    def __init__(self, process: "subprocess.Popen[bytes]", scratch: Path, port: int) -> None:
        self.port = port
        self._process = process
        self._scratch = scratch

    @classmethod
    def start(
        cls,
        distribution: TrinoDistribution,
        endpoint_url: str,
        region: str,
        account_id: str,
        progress: Progress,
    ) -> "TrinoServer":
        """Start a server whose catalog `awsdatacatalog` is the Glue and S3 behind an endpoint.

        Returns when it takes statements. Raises TrinoUnavailable with the end of its log.
        """
        heap, port = heap_size(), _free_port()
        scratch = Path(tempfile.mkdtemp(prefix="trino-"))
        plugins = distribution.home / "plugin"
        try:
            write_settings(scratch, plugins, port, endpoint_url, region, account_id)
            progress(f"starting Trino ({heap >> 20} MB of memory)")
            server = cls(_launch(distribution, scratch, heap), scratch, port)
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        try:
            server._wait_until_started()
        except BaseException:
            server.close()
            raise
        return server

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def log_tail(self) -> str:
        """The last lines of the server's log, for messages."""
        with contextlib.suppress(OSError):
            lines = (self._scratch / "log").read_text(errors="replace").splitlines()
            told = [line for line in lines if line.strip() and not line.startswith("\tat ")]
            return "\n".join(told[-LOG_TAIL:])
        return ""

    def close(self) -> None:
        """End the server and remove its files; the supervisor does both when its pipe closes."""
        if self._process.stdin and not self._process.stdin.closed:
            self._process.stdin.close()
            self._process.wait()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _wait_until_started(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while STARTED not in (self._scratch / "log").read_text(errors="replace"):
            if not self.running:
                raise TrinoUnavailable(
                    f"Trino did not start. Its log ends with:\n{self.log_tail()}"
                )
            if time.monotonic() > deadline:
                raise TrinoUnavailable(
                    f"Trino did not start within {START_TIMEOUT:.0f} seconds; is the machine busy? "
                    f"Its log ends with:\n{self.log_tail()}"
                )
            time.sleep(0.1)


def _launch(distribution: TrinoDistribution, scratch: Path, heap: int) -> "subprocess.Popen[bytes]":
    supervisor = [sys.executable, "-I", str(SUPERVISOR), str(scratch)]
    java = [str(distribution.java), f"-Xmx{heap >> 20}M", *JVM]
    (scratch / "tmp").mkdir()
    settings = [
        f"-Djava.io.tmpdir={scratch}/tmp",  # it unpacks libraries there, a megabyte each time
        f"-Dconfig={scratch}/config.properties",
        f"-Dlog.levels-file={scratch}/log.properties",
    ]
    program = ["-cp", f"{distribution.home}/lib/*", "io.trino.server.TrinoServer"]
    with (scratch / "log").open("wb") as log:
        return subprocess.Popen(
            supervisor + java + settings + program,
            cwd=scratch,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the command, which then closes us
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
