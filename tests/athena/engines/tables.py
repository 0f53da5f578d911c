"""Cost tables in an emulated account, as the stack and its crawlers leave them there."""

import base64
import hashlib
import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import boto3
import pyarrow as pa
import pyarrow.parquet as pq

from athena.glue.definitions import PARQUET
from modules.datasets import CUR2, LEGACY_CUR, BillingPeriod
from modules.plan import Delivery

ACCOUNT = "123456789012"
REGION: Final = "eu-west-1"
DATABASE = "cid_data_export"
BUCKET = "cid-123456789012-data-exports"
SAMPLES = Path(__file__).parents[3] / "samples" / "legacy-cur"
TAGS = pa.map_(pa.string(), pa.string())
REPORT = Delivery(LEGACY_CUR, ACCOUNT, BUCKET, "cur", "cid")
EXPORT = Delivery(CUR2, ACCOUNT, BUCKET, "cur2", "cid-cur2")
CUR2_ROWS = pa.table(
    {
        "line_item_product_code": ["AmazonEC2", "AmazonS3", "AWSSupport"],
        "line_item_unblended_cost": [10.5, 0.25, 29.0],
        "resource_tags": pa.array(
            [{"user_team": "web", "user_env": "prod"}, {"user_team": ""}, {}], TAGS
        ),
        "discount": pa.array([{"edp": -0.5}, None, {}], pa.map_(pa.string(), pa.float64())),
    }
)

Columns = Mapping[str, str]


class CostTables:
    """Creates tables; `glue` and `s3` are there for what a test changes later."""

    def __init__(self, endpoint: str) -> None:
        access: dict[str, Any] = {
            "endpoint_url": endpoint,
            "region_name": REGION,
            "aws_access_key_id": "emulated",
            "aws_secret_access_key": "emulated",
        }
        self.s3 = boto3.client("s3", **access)
        self.glue = boto3.client("glue", **access)
        self._content = hashlib.sha256()
        self.s3.create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION}
        )
        self.glue.create_database(DatabaseInput={"Name": DATABASE})

    @property
    def content(self) -> str:
        """A hash of the tables, partitions, views and rows so far."""
        return self._content.hexdigest()

    def create(
        self,
        name: str,
        columns: Columns,
        keys: tuple[str, ...] = (),
        parameters: dict[str, str] | None = None,
    ) -> None:
        """A Parquet table at the folder of its name, with string partition keys."""
        table = {
            "Name": name,
            "TableType": "EXTERNAL_TABLE",
            "Parameters": {"classification": "parquet", "EXTERNAL": "TRUE", **(parameters or {})},
            "StorageDescriptor": _storage(columns, f"s3://{BUCKET}/{name}/"),
            "PartitionKeys": [{"Name": key, "Type": "string"} for key in keys],
        }
        self.glue.create_table(DatabaseName=DATABASE, TableInput=table)
        self._note(table)

    def add_partition(self, table: str, values: tuple[str, ...], folder: str) -> None:
        found = self.glue.get_table(DatabaseName=DATABASE, Name=table)["Table"]
        storage = found["StorageDescriptor"] | {"Location": f"s3://{BUCKET}/{folder}/"}
        partition = {"Values": list(values), "StorageDescriptor": storage}
        self.glue.create_partition(DatabaseName=DATABASE, TableName=table, PartitionInput=partition)
        self._note((table, values, folder))

    def put(self, key: str, content: Path | pa.Table) -> None:
        """Store a file, or rows as Parquet."""
        if isinstance(content, Path):
            self._note((key, content.read_bytes()))
            self.s3.upload_file(str(content), BUCKET, key)
            return
        written = BytesIO()
        pq.write_table(content, written)
        # Not the file's bytes: they name the library that wrote them.
        self._note((key, str(content.schema), content.to_pylist()))
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=written.getvalue())

    def create_view(self, name: str, sql: str, columns: Columns) -> None:
        """A view as Athena stores it; `columns` with Trino's types. Trino wants `runAsInvoker`."""
        view = {
            "originalSql": sql,
            "catalog": "awsdatacatalog",
            "schema": DATABASE,
            "columns": [{"name": name, "type": type_} for name, type_ in columns.items()],
            "runAsInvoker": True,
        }
        encoded = base64.b64encode(json.dumps(view).encode()).decode()
        table = {
            "Name": name,
            "TableType": "VIRTUAL_VIEW",
            "Parameters": {"presto_view": "true", "comment": "Presto View"},
            "ViewOriginalText": f"/* Presto View: {encoded} */",
            "ViewExpandedText": "/* Presto View */",
            "StorageDescriptor": _storage(dict.fromkeys(columns, "string"), "") | {"SerdeInfo": {}},
        }
        self.glue.create_table(DatabaseName=DATABASE, TableInput=table)
        self._note(table)

    def _note(self, created: object) -> None:
        self._content.update(repr(created).encode())

    def create_legacy_cur(self, rows: int | None = None) -> None:
        """Table `cur` as its crawler makes it, over the two real months in `samples/`.

        `rows` are taken of each month, spread over it; all by default.
        """
        files = sorted(SAMPLES.glob("*/*/*.parquet"))
        columns: dict[str, str] = {}
        for file in files:
            for field in pq.read_schema(file):
                columns.setdefault(
                    field.name,
                    "timestamp" if pa.types.is_timestamp(field.type) else str(field.type),
                )
        self.create("cur", columns, LEGACY_CUR.partition_keys)
        for file in files:
            month = LEGACY_CUR.month_of(file.parent.as_posix())
            assert month
            folder = REPORT.month_prefix(month).rstrip("/")
            self.put(f"{folder}/{file.name}", file if rows is None else _sample(file, rows))
            self.add_partition("cur", REPORT.partition_values(month), folder)

    def create_cur2(self) -> None:
        """Table `cur2` with its declared columns and three rows that have few of them."""
        columns = {column.name: column.type for column in CUR2.columns}
        self.create("cur2", columns, CUR2.partition_keys)
        month = BillingPeriod(2018, 10)
        self.put(EXPORT.data_key(month, 1), CUR2_ROWS)
        folder = EXPORT.month_prefix(month).rstrip("/")
        self.add_partition("cur2", EXPORT.partition_values(month), folder)


def _sample(file: Path, rows: int) -> pa.Table:
    month = pq.read_table(file)
    return month.take(list(range(0, month.num_rows, month.num_rows // rows))[:rows])


def _storage(columns: Columns, location: str) -> dict[str, object]:
    described = [{"Name": name, "Type": type_} for name, type_ in columns.items()]
    return {"Columns": described, "Location": location, **PARQUET}
