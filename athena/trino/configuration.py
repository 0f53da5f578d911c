"""How our Trino is set up: one node over the Glue and S3 behind an endpoint, with Athena's habits.

Absent: authentication, spilling to disk, a second node, writing.
"""

import contextlib
import os
from pathlib import Path

from athena.trino.distribution import TrinoUnavailable
from athena.trino.views import KEY

HOST = "127.0.0.1"
CATALOG = "awsdatacatalog"
GIB = 1 << 30
LEAST_MEMORY, MOST_MEMORY = 1 * GIB, 3 * GIB  # of Java's heap

# A server that lives for minutes gains from compiling less (C1 only) and from collecting garbage on
# one thread: on two cores the first results came in half the time.
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
node.bind-ip={host}
coordinator=true
node-scheduler.include-coordinator=true
http-server.http.port={port}
http-server.max-request-header-size=1MB
discovery.uri=http://{host}:{port}
plugin.dir={plugins}
catalog.config-dir={catalogs}
query.client.timeout=1m
"""

# As in Athena, columns are found by name and folders below a partition are read too.
# Whole-file reads and merged ranges are off, so that the bytes Trino counts are those of the columns a
# statement needs, as Athena counts them. Statistics are off because moto has no column statistics:
# every planning would retry them for seconds.
HIVE = """\
connector.name=hive
hive.security=read-only
hive.metastore=glue
hive.metastore.glue.region={region}
hive.metastore.glue.endpoint-url={endpoint}
hive.metastore.glue.aws-access-key={key}
hive.metastore.glue.aws-secret-key=emulated
hive.metastore.glue.catalogid={account_id}
hive.metastore.glue.max-error-retries=1
hive.metastore-cache-ttl=0s
hive.partition-projection-enabled=true
hive.recursive-directories=true
hive.table-statistics-enabled=false
hive.parquet.use-column-names=true
parquet.small-file-threshold=0B
parquet.max-merge-distance=0B
fs.native-s3.enabled=true
s3.endpoint={endpoint}
s3.region={region}
s3.max-error-retries=3
s3.path-style-access=true
s3.aws-access-key=emulated
s3.aws-secret-key=emulated
"""

LOG_LEVELS = "io.trino=WARN\nio.airlift=WARN\nio.trino.server.Server=INFO\n"


def write_settings(
    folder: Path, plugins: Path, port: int, endpoint_url: str, region: str, account_id: str
) -> None:
    """Write Trino's configuration: `config.properties`, `log.properties` and the catalog."""
    catalogs = folder / "catalog"
    catalogs.mkdir()
    node = NODE.format(host=HOST, port=port, plugins=plugins, catalogs=catalogs)
    (folder / "config.properties").write_text(node)
    (folder / "log.properties").write_text(LOG_LEVELS)
    hive = HIVE.format(endpoint=endpoint_url, region=region, account_id=account_id, key=KEY)
    (catalogs / f"{CATALOG}.properties").write_text(hive)


def heap_size() -> int:
    """Half of the free memory, in bytes, within what Trino needs and can use.

    Raises TrinoUnavailable.
    """
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
