"""Hive DDL: external tables, partitions, databases."""

import pytest

from athena.client import QueryFailed
from tests.athena.endpoint.conftest import DATA, DATABASE, JANUARY, Account, parquet

DDL = f"""CREATE EXTERNAL TABLE IF NOT EXISTS `costs`.`delivered` (
  `service` string COMMENT 'the product, as billed',
  cost double,
  tags map<string, string>,
  `price` decimal(10, 2)
)
COMMENT 'by hand'
PARTITIONED BY (`month` string, part int)
STORED AS PARQUET
LOCATION 's3://{DATA}/delivered/'
TBLPROPERTIES ('classification'='parquet')"""


@pytest.fixture
def delivered(account: Account) -> Account:
    """An empty external table over a folder with two months."""
    account.run("DROP TABLE IF EXISTS delivered")
    account.run(DDL)
    for folder in ("month=2026-01/part=1", "month=2026-02/part=2", "MONTH=2026-03/part=3"):
        account.put(f"delivered/{folder}/x.parquet", parquet(JANUARY))
    return account


def test_an_external_table_is_registered_in_glue(delivered: Account) -> None:
    """CREATE EXTERNAL TABLE registers columns, comments, partition keys, storage and properties."""
    table = delivered.glue.get_table(DatabaseName=DATABASE, Name="delivered")["Table"]
    assert table["StorageDescriptor"]["Columns"] == [
        {"Name": "service", "Type": "string", "Comment": "the product, as billed"},
        {"Name": "cost", "Type": "double"},
        {"Name": "tags", "Type": "map<string,string>"},
        {"Name": "price", "Type": "decimal(10,2)"},
    ]
    assert table["PartitionKeys"] == [
        {"Name": "month", "Type": "string"},
        {"Name": "part", "Type": "int"},
    ]
    assert table["Parameters"] == {
        "EXTERNAL": "TRUE",
        "comment": "by hand",
        "classification": "parquet",
    }
    assert "Parquet" in table["StorageDescriptor"]["SerdeInfo"]["SerializationLibrary"]


def test_repair_finds_the_partitions_on_s3(delivered: Account) -> None:
    """MSCK REPAIR registers folders with lower-case keys, once, and leaves others out."""
    delivered.run("MSCK REPAIR TABLE delivered")
    delivered.run("MSCK REPAIR TABLE delivered")
    found = delivered.run("SHOW PARTITIONS delivered").rows
    assert found == (("month=2026-01/part=1",), ("month=2026-02/part=2",))
    assert delivered.run("SELECT count(*) FROM delivered").rows == (("6",),)


def test_partitions_are_added_and_dropped(delivered: Account) -> None:
    """ALTER TABLE adds partitions with or without a location, and drops them."""
    delivered.run(
        "ALTER TABLE delivered ADD PARTITION (month = '2026-01', part = 1) "
        f"PARTITION (month = '2026-03', part = 3) LOCATION 's3://{DATA}/delivered/MONTH=2026-03/'"
    )
    assert delivered.run("SELECT count(*) FROM delivered").rows == (("6",),)
    again = "(month = '2026-01', part = 1)"
    with pytest.raises(QueryFailed, match="already exists"):
        delivered.run(f"ALTER TABLE delivered ADD PARTITION {again}")
    delivered.run(f"ALTER TABLE delivered ADD IF NOT EXISTS PARTITION {again}")
    delivered.run(f"ALTER TABLE delivered DROP PARTITION {again}")
    delivered.run(f"ALTER TABLE delivered DROP IF EXISTS PARTITION {again}")
    assert delivered.run("SHOW PARTITIONS delivered").rows == (("month=2026-03/part=3",),)
    with pytest.raises(QueryFailed, match="The partition columns are month, part"):
        delivered.run("ALTER TABLE delivered ADD PARTITION (month = '2026-01')")


def test_a_dropped_table_keeps_its_data(delivered: Account) -> None:
    """DROP TABLE removes the table from the catalog and nothing from S3."""
    before = delivered.keys(DATA, "delivered/")
    delivered.run("DROP TABLE delivered")
    assert "delivered" not in delivered.catalog.tables(DATABASE)
    assert delivered.keys(DATA, "delivered/") == before


def test_databases_come_and_go(account: Account) -> None:
    """a database is created once, and dropped with tables only by CASCADE."""
    account.run("CREATE DATABASE spare")
    account.run("CREATE SCHEMA IF NOT EXISTS spare")
    with pytest.raises(QueryFailed, match="SCHEMA_ALREADY_EXISTS"):
        account.run("CREATE DATABASE spare")
    account.run("CREATE VIEW spare.v AS SELECT 1 AS n")
    with pytest.raises(QueryFailed, match="drop it with CASCADE"):
        account.run("DROP DATABASE spare")
    account.run("DROP DATABASE spare CASCADE")
    account.run("DROP DATABASE IF EXISTS spare")
    assert "spare" not in account.catalog.databases()


def test_a_malformed_ddl_says_where(account: Account) -> None:
    """a statement that isn't DDL as Hive knows it names the place and the word."""
    with pytest.raises(QueryFailed, match="line 1:34: mismatched input 'nowhere'"):
        account.run("CREATE EXTERNAL TABLE x (a int)  nowhere")


def test_csv_tables_are_registered(account: Account) -> None:
    """a CSV table keeps its SerDe and delimiters."""
    account.run(
        "CREATE EXTERNAL TABLE quoted (a string) ROW FORMAT SERDE "
        "'org.apache.hadoop.hive.serde2.OpenCSVSerde' WITH SERDEPROPERTIES ('separatorChar'=';') "
        f"STORED AS TEXTFILE LOCATION 's3://{DATA}/csv/'"
    )
    account.run(
        "CREATE EXTERNAL TABLE plain (a string) ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' "
        f"LOCATION 's3://{DATA}/csv/'"
    )
    for name, serde, parameter in (
        ("quoted", "OpenCSVSerde", ("separatorChar", ";")),
        ("plain", "LazySimpleSerDe", ("field.delim", "\t")),
    ):
        table = account.glue.get_table(DatabaseName=DATABASE, Name=name)["Table"]
        info = table["StorageDescriptor"]["SerdeInfo"]
        assert info["SerializationLibrary"].endswith(serde)
        assert parameter in info["Parameters"].items()
        found = account.catalog.table(DATABASE, name)
        assert found is not None
        assert found.serde == "csv"
        account.put("csv/x.csv", b"a\n")
        with pytest.raises(QueryFailed, match=f"NOT_SUPPORTED: {name} is csv.*--engine trino"):
            account.run(f"SELECT * FROM {name}")


def test_columns_and_properties_can_be_added(delivered: Account) -> None:
    """cid-cmd and dbt do so; a column that the files lack is NULL, one that is there is refused."""
    delivered.run("ALTER TABLE `costs.delivered` ADD COLUMNS (`team` string COMMENT 'who', n int)")
    delivered.run("ALTER TABLE `costs`.`delivered` SET TBLPROPERTIES ('cid' = '4')")
    table = delivered.glue.get_table(DatabaseName=DATABASE, Name="delivered")["Table"]
    assert table["StorageDescriptor"]["Columns"][-2:] == [
        {"Name": "team", "Type": "string", "Comment": "who"},
        {"Name": "n", "Type": "int"},
    ]
    assert table["Parameters"].items() >= {"cid": "4", "classification": "parquet"}.items()
    assert delivered.run("SELECT count(*), count(team) FROM delivered").rows[0][1] == "0"
    with pytest.raises(QueryFailed, match="Duplicate column name: part"):
        delivered.run("ALTER TABLE delivered ADD COLUMNS (part string)")


def test_the_catalog_is_a_table(delivered: Account) -> None:
    """OpenCost asks for partitions first, pandas and SQLAlchemy for tables and columns."""
    delivered.run("MSCK REPAIR TABLE delivered")
    partitions = delivered.run('SELECT * FROM "delivered$partitions" ORDER BY 1').rows
    assert partitions == (("2026-01", "1"), ("2026-02", "2"))
    where = f"WHERE table_schema = '{DATABASE}' AND table_name = 'delivered'"
    tables = f"SELECT table_catalog, table_type FROM information_schema.tables {where}"
    assert delivered.run(tables).rows == (("awsdatacatalog", "BASE TABLE"),)
    columns = f"SELECT column_name, data_type FROM information_schema.columns {where}"
    assert delivered.run(f"{columns} AND ordinal_position IN (4, 6)").rows == (
        ("price", "decimal(10,2)"),
        ("part", "integer"),
    )
    schemata = "SELECT count(*) FROM information_schema.schemata WHERE schema_name = 'costs'"
    assert delivered.run(schemata).rows == (("1",),)
