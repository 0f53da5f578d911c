"""A Trino server of our own: one coordinator that is its own worker, on a free port of this machine.

Java is started directly, since Trino's launcher adds only what a service needs. Compiling less
(C1 only) and collecting garbage on one thread halve the time to the first results, which is what a
short-lived server is about. Absent: authentication, spilling, a second node.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from emulator.engines import trino_supervisor
from emulator.engines.trino_distribution import Progress, TrinoDistribution, TrinoUnavailable

HOST = "127.0.0.1"
CATALOG = "awsdatacatalog"
STARTED = "SERVER STARTED"
START_TIMEOUT = 180.0  # seconds; 10 on an idle machine
LOG_TAIL = 15  # lines in an error message
GIB = 1 << 30
LEAST_MEMORY, MOST_MEMORY = 1 * GIB, 3 * GIB  # of Java's heap

JVM = (
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:+EnableDynamicAgentLoading",
    "-Djdk.attach.allowAttachSelf=true",
    "-Dfile.encoding=UTF-8",
    "-Duser.timezone=UTC",  # the clock of Athena and of CUR timestamps
    "--enable-native-access=ALL-UNNAMED",
)

NODE = """\
node.environment=emulator
node.id=emulator
node.internal-address={host}
coordinator=true
node-scheduler.include-coordinator=true
http-server.http.port={port}
http-server.max-request-header-size=1MB
discovery.uri=http://{host}:{port}
plugin.dir={plugins}
catalog.config-dir={catalogs}
query.client.timeout=1m
"""

# Names as in Athena: columns by name, folders below a partition read too, absent ones skipped.
# Whole-file reads and merged ranges are off, so that the bytes Trino counts are those of the columns a
# statement needs, as Athena counts them. Statistics are off because moto has no column statistics:
# every planning would retry them for seconds.
HIVE = """\
connector.name=hive
hive.security=read-only
hive.metastore=glue
hive.metastore.glue.region={region}
hive.metastore.glue.endpoint-url={endpoint}
hive.metastore.glue.aws-access-key=emulated
hive.metastore.glue.aws-secret-key=emulated
hive.metastore.glue.catalogid={account_id}
hive.metastore-cache-ttl=0s
hive.partition-projection-enabled=true
hive.recursive-directories=true
hive.ignore-absent-partitions=true
hive.table-statistics-enabled=false
hive.parquet.use-column-names=true
parquet.small-file-threshold=0B
parquet.max-merge-distance=0B
fs.native-s3.enabled=true
s3.endpoint={endpoint}
s3.region={region}
s3.path-style-access=true
s3.aws-access-key=emulated
s3.aws-secret-key=emulated
"""

LOG_LEVELS = "io.trino=WARN\nio.airlift=WARN\nio.trino.server.Server=INFO\n"


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
        heap = _heap()
        port = _free_port()
        scratch = Path(tempfile.mkdtemp(prefix="trino-"))
        places = {"endpoint": endpoint_url, "region": region, "account_id": account_id}
        plugins = distribution.home / "plugin"
        _write(scratch / "catalog" / f"{CATALOG}.properties", HIVE.format(**places))
        node = NODE.format(host=HOST, port=port, plugins=plugins, catalogs=scratch / "catalog")
        _write(scratch / "config.properties", node)
        _write(scratch / "log.properties", LOG_LEVELS)
        progress(f"starting Trino ({heap >> 20} MB of memory)")
        server = cls(_launch(distribution, scratch, heap), scratch, port)
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
            return "\n".join(line for line in lines if line.strip("\0 ="))[-4000:]
        return ""

    def close(self) -> None:
        """End the server and remove its files; the supervisor does both when its pipe closes."""
        if self._process.stdin and not self._process.stdin.closed:
            self._process.stdin.close()
            self._process.wait()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _wait_until_started(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while STARTED not in self.log_tail():
            if not self.running:
                raise TrinoUnavailable(f"Trino did not start. Its log ends with:\n{self.log_tail()}")
            if time.monotonic() > deadline:
                raise TrinoUnavailable(
                    f"Trino did not start within {START_TIMEOUT:.0f} seconds; is the machine busy? "
                    f"Its log ends with:\n{self.log_tail()}"
                )
            time.sleep(0.1)


def _launch(
    distribution: TrinoDistribution, scratch: Path, heap: int
) -> "subprocess.Popen[bytes]":
    supervisor = [sys.executable, "-I", str(trino_supervisor.__file__), str(scratch)]
    java = [str(distribution.java), f"-Xmx{heap >> 20}M", *JVM]
    settings = [f"-Dconfig={scratch}/config.properties", f"-Dlog.levels-file={scratch}/log.properties"]
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


def _heap() -> int:
    """Half of the free memory, in bytes, within what Trino needs and can use."""
    free = _free_memory()
    if free < LEAST_MEMORY * 1.5:
        raise TrinoUnavailable(
            f"Trino needs {LEAST_MEMORY * 1.5 / GIB:.1f} GB of free memory and {free / GIB:.1f} GB are "
            "free; end other programs, or use the DuckDB engine"
        )
    return int(min(max(free // 2, LEAST_MEMORY), MOST_MEMORY))


def _free_memory() -> int:
    with contextlib.suppress(OSError):
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) << 10
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2  # macOS tells no more


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
