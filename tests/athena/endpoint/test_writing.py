"""CREATE TABLE AS SELECT and UNLOAD: rows that become Parquet in S3."""

from io import BytesIO

import pyarrow.parquet as pq
import pytest

from athena.client import QueryFailed
from tests.athena.endpoint.conftest import DATA, DATABASE, RESULTS, Account


@pytest.fixture
def open_workgroup(account: Account, request: pytest.FixtureRequest) -> str:
    """A workgroup that lets clients choose locations."""
    name: str = request.node.name[:100]
    account.athena.create_work_group(
        Name=name,
        Configuration={
            "EnforceWorkGroupConfiguration": False,
            "ResultConfiguration": {"OutputLocation": f"s3://{RESULTS}/open/"},
        },
    )
    return name


def read(account: Account, bucket: str, prefix: str) -> list[dict[str, object]]:
    """The rows of all Parquet files below a prefix."""
    rows: list[dict[str, object]] = []
    for key in account.keys(bucket, prefix):
        if not key.endswith((".metadata", ".csv")):
            rows += pq.read_table(BytesIO(account.object(f"s3://{bucket}/{key}"))).to_pylist()
    return rows


def test_a_created_table_holds_the_rows_of_its_query(account: Account) -> None:
    """CTAS writes typed Parquet at the workgroup's location and registers a table that reads it."""
    made = account.run("CREATE TABLE summary AS SELECT service, cost, tags, start FROM usage")
    assert (made.columns, made.rows) == (("rows",), ())
    execution = account.execution(made.execution_id)
    assert (execution["StatementType"], execution["SubstatementType"]) == (
        "DDL",
        "CREATE_TABLE_AS_SELECT",
    )
    location = f"s3://{RESULTS}/athena/tables/{made.execution_id}"
    assert execution["ResultConfiguration"]["OutputLocation"] == location
    manifest = execution["Statistics"]["DataManifestLocation"]
    assert manifest == f"{location}-manifest.csv"
    assert account.object(manifest).decode().startswith(f"{location}/")
    results = account.athena.get_query_results(QueryExecutionId=made.execution_id)
    assert results["UpdateCount"] == 5
    table = account.glue.get_table(DatabaseName=DATABASE, Name="summary")["Table"]
    types = {one["Name"]: one["Type"] for one in table["StorageDescriptor"]["Columns"]}
    assert types == {
        "service": "string",
        "cost": "double",
        "tags": "map<string,string>",
        "start": "timestamp",
    }
    again = account.run("SELECT service, cost, start FROM summary ORDER BY cost")
    assert again.rows == account.run("SELECT service, cost, start FROM usage ORDER BY cost").rows


def test_a_partitioned_table_has_a_folder_for_each_value(account: Account) -> None:
    """CTAS with partitioned_by writes one folder a value and registers each as a partition."""
    account.run(
        "CREATE TABLE monthly WITH (format = 'PARQUET', partitioned_by = ARRAY['month'], "
        "write_compression = 'SNAPPY') AS SELECT service, cost, month FROM usage"
    )
    assert account.run("SHOW PARTITIONS monthly").rows == (("month=2026-01",), ("month=2026-02",))
    found = account.run("SELECT sum(cost) FROM monthly WHERE month = '2026-02'")
    assert found.rows == (("13.0",),)


def test_partition_keys_come_last(account: Account) -> None:
    """CTAS refuses partition keys that are not the last columns, and repeated column names."""
    with pytest.raises(QueryFailed, match="HIVE_COLUMN_ORDER_MISMATCH"):
        account.run("CREATE TABLE x WITH (partitioned_by = ARRAY['a']) AS SELECT 1 AS a, 2 AS b")
    with pytest.raises(QueryFailed, match="DUPLICATE_COLUMN_NAME"):
        account.run("CREATE TABLE x AS SELECT 1 AS a, 2 AS a")


def test_a_statement_opens_a_hundred_partitions(account: Account, open_workgroup: str) -> None:
    """CTAS writes 100 partitions at most, and leaves nothing behind when there are more."""
    sql = (
        "CREATE TABLE many{0} WITH (partitioned_by = ARRAY['p']) AS "
        "SELECT n, CAST(n AS varchar) AS p FROM UNNEST(sequence(1, {0})) AS t(n)"
    )
    account.run(sql.format(100), workgroup=open_workgroup)
    assert len(account.run("SHOW PARTITIONS many100").rows) == 100
    with pytest.raises(QueryFailed, match="Exceeded limit of 100 open writers") as failed:
        account.run(sql.format(101), workgroup=open_workgroup)
    assert account.keys(RESULTS, f"open/tables/{failed.value.execution_id}/") == []
    assert "many101" not in account.catalog.tables(DATABASE)


def test_an_enforced_workgroup_chooses_the_table_location(
    account: Account, open_workgroup: str
) -> None:
    """external_location works where nothing is enforced, must be empty, and is refused otherwise."""
    sql = f"CREATE TABLE placed WITH (external_location = 's3://{DATA}/placed/') AS SELECT 1 AS n"
    with pytest.raises(QueryFailed, match="enforces a centralized output location"):
        account.run(sql)
    account.run(sql, workgroup=open_workgroup)
    assert read(account, DATA, "placed/") == [{"n": 1}]
    account.run("DROP TABLE placed")
    with pytest.raises(QueryFailed, match="HIVE_PATH_ALREADY_EXISTS"):
        account.run(sql, workgroup=open_workgroup)


def test_an_existing_table_is_not_overwritten(account: Account) -> None:
    """CTAS fails on an existing table, and does nothing with IF NOT EXISTS."""
    account.run("CREATE TABLE once AS SELECT 1 AS n")
    with pytest.raises(QueryFailed, match="TABLE_ALREADY_EXISTS"):
        account.run("CREATE TABLE once AS SELECT 2 AS n")
    account.run("CREATE TABLE IF NOT EXISTS once AS SELECT 2 AS n")
    assert account.run("SELECT n FROM once").rows == (("1",),)


def test_a_type_without_a_hive_counterpart_is_refused(account: Account) -> None:
    """CTAS refuses a type that Hive does not have."""
    with pytest.raises(QueryFailed, match="NOT_SUPPORTED: Unsupported Hive type"):
        account.run("CREATE TABLE ages AS SELECT INTERVAL '1' DAY AS age")


def test_unload_writes_files_and_no_table(account: Account) -> None:
    """UNLOAD writes Parquet at its target, lists it in a manifest, and needs an empty target."""
    query = "SELECT service, cost FROM usage"
    sql = f"UNLOAD ({query}) TO 's3://{DATA}/unloaded/' WITH (format = 'PARQUET')"
    id_ = account.run(sql).execution_id
    assert len(read(account, DATA, "unloaded/")) == 5
    execution = account.execution(id_)
    manifest = account.object(execution["Statistics"]["DataManifestLocation"]).decode()
    assert manifest == "".join(f"s3://{DATA}/{key}\n" for key in account.keys(DATA, "unloaded/"))
    assert execution["SubstatementType"] == "UNLOAD"
    with pytest.raises(QueryFailed, match="HIVE_PATH_ALREADY_EXISTS"):
        account.run(sql)


def test_unload_by_partition_adds_to_what_is_there(account: Account) -> None:
    """a partitioned UNLOAD writes folders and, run twice, duplicates its rows as in Athena."""
    sql = (
        f"UNLOAD (SELECT cost, month FROM usage) TO 's3://{DATA}/parts/' "
        "WITH (format = 'PARQUET', partitioned_by = ARRAY['month'])"
    )
    account.run(sql)
    account.run(sql)
    assert len(read(account, DATA, "parts/month=2026-01/")) == 6


def test_inserted_rows_are_added(account: Account) -> None:
    """INSERT INTO adds rows to old and new partitions, widens numbers, and run twice adds twice."""
    account.run(
        "CREATE TABLE grown WITH (partitioned_by = ARRAY['month']) AS "
        "SELECT service, cost, month FROM usage WHERE month = '2026-01'"
    )
    sql = "INSERT INTO grown SELECT 'tax', 1, m FROM (VALUES ('2026-01'), ('2026-03')) AS t(m)"
    made = account.run(sql)
    account.run(sql)
    found = account.run(
        "SELECT month, count(*), sum(cost) FROM grown GROUP BY month ORDER BY month"
    )
    assert found.rows == (("2026-01", "5", "112.75"), ("2026-03", "2", "2.0"))
    execution = account.execution(made.execution_id)
    assert (execution["StatementType"], execution["SubstatementType"]) == ("DML", "INSERT")
    results = account.athena.get_query_results(QueryExecutionId=made.execution_id)
    assert results["UpdateCount"] == 2


def test_inserted_columns_may_be_named(account: Account) -> None:
    """INSERT INTO with a column list leaves the other columns NULL, and checks types."""
    account.run("CREATE TABLE sparse AS SELECT 1 AS n, CAST('a' AS varchar) AS s, 1.5E0 AS d")
    account.run("INSERT INTO sparse (s, n) SELECT 'b', 2")
    rows = account.run("SELECT n, s, d FROM sparse ORDER BY n").rows
    assert rows == (("1", "a", "1.5"), ("2", "b", None))
    with pytest.raises(
        QueryFailed, match="TYPE_MISMATCH: Insert query has mismatched column types"
    ):
        account.run("INSERT INTO sparse (n) SELECT 'x'")
    with pytest.raises(QueryFailed, match="TYPE_MISMATCH"):
        account.run("INSERT INTO sparse (n) SELECT 1.5E0")
    with pytest.raises(QueryFailed, match="does not exist in target: nope"):
        account.run("INSERT INTO sparse (nope) SELECT 1")


def test_only_parquet_is_written(account: Account) -> None:
    """another file format, table type or property is refused by name."""
    for given, words in (
        ("format = 'ORC'", "format = 'PARQUET' only, not 'ORC'"),
        ("table_type = 'ICEBERG', location = 's3://b/'", "not Iceberg"),
        ("fromat = 'PARQUET'", "'fromat' does not exist"),
        ("write_compression = 'RAR'", "RAR is not one of"),
    ):
        with pytest.raises(QueryFailed, match=words):
            account.run(f"CREATE TABLE x WITH ({given}) AS SELECT 1 AS n")


def test_buckets_are_taken_and_change_nothing(account: Account) -> None:
    """dbt writes them; how rows lie in files is nothing that an answer shows."""
    buckets = "bucketed_by = ARRAY['service'], bucket_count = 4"
    account.run(f"CREATE TABLE bucketed WITH ({buckets}) AS SELECT * FROM usage")
    assert (
        account.run("SELECT count(*) FROM bucketed").rows
        == account.run("SELECT count(*) FROM usage").rows
    )
    account.run("DROP TABLE bucketed")


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM usage",
        "UPDATE usage SET service = ''",
        "MERGE INTO usage USING other ON true WHEN MATCHED THEN DELETE",
        "OPTIMIZE usage REWRITE DATA USING BIN_PACK",
        "VACUUM usage",
        "ALTER TABLE usage REPLACE COLUMNS (service string)",
        "ALTER TABLE usage CHANGE COLUMN service product string",
        "ALTER TABLE usage SET LOCATION 's3://elsewhere/'",
        "ALTER TABLE usage RENAME TO other",
        "SHOW TBLPROPERTIES usage",
        "DESCRIBE FORMATTED usage",
        "CREATE TABLE iced (a int) LOCATION 's3://b/' TBLPROPERTIES ('table_type' = 'ICEBERG')",
        "CREATE EXTERNAL TABLE orc (a int) STORED AS ORC LOCATION 's3://b/'",
        "CREATE TABLE iced WITH (location = 's3://b/') AS SELECT 1 AS a",
    ],
)
def test_what_nobody_plays_is_refused_in_the_emulators_name(account: Account, sql: str) -> None:
    """Athena takes it, or takes it for Iceberg tables: its voice would send people looking elsewhere."""
    with pytest.raises(QueryFailed, match=r"^NOT_SUPPORTED: The emulator "):
        account.run(sql)
