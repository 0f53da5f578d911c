"""What a statement reads and writes, Athena reads and writes with the rights of who asks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from athena.client import QueryFailed, run_query
from athena.duckdb.engine import DuckDbEngine
from athena.endpoint import install
from athena.glue.catalog import GlueCatalog
from emulator.cloud.cloud import Caller, Cloud
from modules import iam
from tests.emulator.line import parquet

ROOT = "arn:aws:{}:eu-west-1:123456789012:{}"
TABLE = [ROOT.format("glue", name) for name in ("catalog", "database/costs", "table/costs/daily")]
NEEDED = {
    "query": (
        ["athena:StartQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults"],
        ROOT.format("athena", "workgroup/costs"),
    ),
    "table": ("glue:GetTable", TABLE),
    "partitions": ("glue:GetPartitions", TABLE),
    "list": ("s3:ListBucket", "arn:aws:s3:::bills"),
    "files": ("s3:GetObject", "arn:aws:s3:::bills/daily/*"),
    "results": (["s3:PutObject", "s3:GetObject"], "arn:aws:s3:::bills/results/*"),
}


@pytest.fixture
def athena(cloud: Cloud, tmp_path: Path) -> Iterator[Any]:
    """A client of who is restricted, and a table of one month with one row."""
    place = {"LocationConstraint": cloud.region}
    s3, glue = cloud.client("s3"), cloud.client("glue")
    s3.create_bucket(Bucket="bills", CreateBucketConfiguration=place)
    s3.put_object(Bucket="bills", Key="daily/2026-01/0.parquet", Body=parquet())
    glue.create_database(DatabaseInput={"Name": "costs"})
    serde = {"SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"}
    storage = {
        "Columns": [{"Name": "line_item_unblended_cost", "Type": "double"}],
        "Location": "s3://bills/daily/",
        "SerdeInfo": serde,
    }
    table = {
        "Name": "daily",
        "StorageDescriptor": storage,
        "PartitionKeys": [{"Name": "month", "Type": "string"}],
        "TableType": "EXTERNAL_TABLE",
    }
    glue.create_table(DatabaseName="costs", TableInput=table)
    january = {
        "Values": ["2026-01"],
        "StorageDescriptor": storage | {"Location": "s3://bills/daily/2026-01/"},
    }
    glue.create_partition(DatabaseName="costs", TableName="daily", PartitionInput=january)
    results = {"ResultConfiguration": {"OutputLocation": "s3://bills/results/"}}
    cloud.client("athena").create_work_group(Name="costs", Configuration=results)
    catalog = GlueCatalog(cloud.account_id, cloud.region, tmp_path)
    engine = DuckDbEngine(catalog)
    service = install(engine, catalog, cloud.account_id, cloud.region, cloud.who)
    yield cloud.client("athena", caller=Caller.READER)
    service.close()
    engine.close()


def restrict(cloud: Cloud, *without: str) -> None:
    statements = [iam.statement("S", *NEEDED[name]) for name in NEEDED if name not in without]
    cloud.restrict(Caller.READER, [iam.document(*statements)])


def ask(athena: Any) -> str:
    """The table's only row counted, or why not."""
    try:
        ((count,),) = run_query(athena, "SELECT count(*) FROM daily", "costs", "costs").rows
    except QueryFailed as failed:
        return str(failed)
    return f"{count} row"


def test_who_may_read_table_and_files_is_answered(cloud: Cloud, athena: Any) -> None:
    """With these rights and no others."""
    restrict(cloud)
    assert ask(athena) == "1 row"


@pytest.mark.parametrize(
    ("right", "action"),
    [
        ("table", "glue:GetTable"),
        ("partitions", "glue:GetPartitions"),
        ("list", "s3:ListBucket"),
        ("files", "s3:GetObject"),
        ("results", "s3:PutObject"),
    ],
)
def test_who_lacks_one_is_refused(cloud: Cloud, athena: Any, right: str, action: str) -> None:
    """The query has started, and fails by the name of who asks and of the action."""
    restrict(cloud, right)
    told = ask(athena)
    assert told.startswith("PERMISSION_DENIED: User: arn:aws:iam::123456789012:user/reader is not")
    assert f"to perform: {action} on resource: arn:aws:" in told


def test_files_are_listed_by_their_prefix(cloud: Cloud, athena: Any) -> None:
    """So that a policy can part the folders of a bucket."""
    listing = iam.statement(
        "L",
        "s3:ListBucket",
        "arn:aws:s3:::bills",
        conditions={"StringLike": {"s3:prefix": "daily/*"}},
    )
    statements = [iam.statement("S", *NEEDED[name]) for name in NEEDED if name != "list"]
    cloud.restrict(Caller.READER, [iam.document(*statements, listing)])
    assert ask(athena) == "1 row"


def test_the_owner_may_everything(cloud: Cloud, athena: Any) -> None:
    """As everywhere."""
    restrict(cloud, *NEEDED)
    assert ask(cloud.client("athena")) == "1 row"
