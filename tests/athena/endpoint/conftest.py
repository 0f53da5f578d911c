"""An emulated account with a small cost table, and Athena running on the embedded engine."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from athena.client import QueryRows, run_query
from athena.duckdb.engine import DuckDbEngine
from athena.endpoint import AthenaService, install
from athena.glue.catalog import GlueCatalog
from emulator.cloud.cloud import Cloud

ACCOUNT, REGION = "123456789012", "eu-west-1"
WORKGROUP, DATABASE = "CID", "costs"
RESULTS, DATA = "results-bucket", "data-bucket"
PARQUET_SERDE = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
SCHEMA = pa.schema(
    [
        ("service", pa.string()),
        ("cost", pa.float64()),
        ("hours", pa.int64()),
        ("start", pa.timestamp("ms")),
        ("tags", pa.map_(pa.string(), pa.string())),
    ]
)
HIVE_TYPES = {
    "service": "string",
    "cost": "double",
    "hours": "bigint",
    "start": "timestamp",
    "tags": "map<string,string>",
}
JANUARY = [
    ("AmazonEC2", 10.5, 24, datetime(2026, 1, 1), [("team", "blue")]),
    ("AmazonS3", 0.25, None, datetime(2026, 1, 2), []),
    ('Support, "gold"', 100.0, 1, datetime(2026, 1, 31, 23), None),
]
FEBRUARY = [
    ("AmazonEC2", 12.0, 48, datetime(2026, 2, 1), [("team", "blue"), ("env", "prod")]),
    ("", 1.0, 2, datetime(2026, 2, 2), None),
]


class Account:
    """The emulated account and what tests do with it."""

    def __init__(self, cloud: Cloud, service: AthenaService, catalog: GlueCatalog) -> None:
        self.cloud = cloud
        self.service = service
        self.catalog = catalog
        self.athena = cloud.client("athena")
        self.s3 = cloud.client("s3")
        self.glue = cloud.client("glue")

    def run(self, sql: str, *parameters: str, workgroup: str = WORKGROUP) -> QueryRows:
        return run_query(self.athena, sql, workgroup, DATABASE, parameters)

    def start(self, sql: str, **request: Any) -> str:
        """Start a statement and return its execution id at once."""
        given = {"WorkGroup": WORKGROUP, "QueryExecutionContext": {"Database": DATABASE}} | request
        id_: str = self.athena.start_query_execution(QueryString=sql, **given)["QueryExecutionId"]
        return id_

    def execution(self, id_: str) -> dict[str, Any]:
        found: dict[str, Any] = self.athena.get_query_execution(QueryExecutionId=id_)
        described: dict[str, Any] = found["QueryExecution"]
        return described

    def object(self, uri: str) -> bytes:
        bucket, key = uri.removeprefix("s3://").split("/", 1)
        body: bytes = self.s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        return body

    def keys(self, bucket: str, prefix: str = "") -> list[str]:
        found = self.s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
        return [one["Key"] for one in found]

    def put(self, key: str, body: bytes) -> None:
        self.s3.put_object(Bucket=DATA, Key=key, Body=body)


def parquet(rows: Sequence[tuple[object, ...]]) -> bytes:
    """Cost rows as a Parquet file."""
    columns = [pa.array(list(values), field.type) for values, field in zip(zip(*rows), SCHEMA)]  # noqa: B905
    buffer = BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, schema=SCHEMA), buffer)
    return buffer.getvalue()


def glue_table(name: str, location: str, **changes: object) -> dict[str, object]:
    """A TableInput for the cost columns, partitioned by month."""
    columns = [{"Name": column, "Type": type_} for column, type_ in HIVE_TYPES.items()]
    storage = {
        "Columns": columns,
        "Location": location,
        "SerdeInfo": {"SerializationLibrary": PARQUET_SERDE},
    }
    return {
        "Name": name,
        "TableType": "EXTERNAL_TABLE",
        "Parameters": {},
        "PartitionKeys": [{"Name": "month", "Type": "string"}],
        "StorageDescriptor": storage,
    } | changes


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """Two months of costs in `costs.usage`, and the enforced workgroup CID."""
    cache: Path = tmp_path_factory.mktemp("cache")
    with Cloud.start(REGION, ACCOUNT) as cloud:
        catalog = GlueCatalog(ACCOUNT, REGION, cache)
        engine = DuckDbEngine(catalog)
        service = install(engine, catalog, ACCOUNT, REGION)
        account = Account(cloud, service, catalog)
        fill(account)
        try:
            yield account
        finally:
            service.close()
            engine.close()


def fill(account: Account) -> None:
    """Buckets, table, partitions and workgroup."""
    for bucket in (RESULTS, DATA):
        place = {"LocationConstraint": REGION}
        account.s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    account.glue.create_database(DatabaseInput={"Name": DATABASE})
    table = glue_table("usage", f"s3://{DATA}/usage/")
    account.glue.create_table(DatabaseName=DATABASE, TableInput=table)
    for month, rows in (("2026-01", JANUARY), ("2026-02", FEBRUARY)):
        account.put(f"usage/month={month}/part.parquet", parquet(rows))
        location = f"s3://{DATA}/usage/month={month}/"
        storage = dict(table["StorageDescriptor"]) | {"Location": location}  # type: ignore[call-overload]
        account.glue.create_partition(
            DatabaseName=DATABASE,
            TableName="usage",
            PartitionInput={"Values": [month], "StorageDescriptor": storage},
        )
    results = {"OutputLocation": f"s3://{RESULTS}/athena/"}
    account.athena.create_work_group(
        Name=WORKGROUP,
        Configuration={"EnforceWorkGroupConfiguration": True, "ResultConfiguration": results},
    )
