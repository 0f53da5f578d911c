"""PyAthena against the endpoint: its cursors read the API, the CSV and the Parquet that we write."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

import pyathena
import pytest
from pyarrow import fs
from pyathena.arrow.cursor import ArrowCursor
from pyathena.cursor import DictCursor
from pyathena.error import DatabaseError, OperationalError
from pyathena.pandas.cursor import PandasCursor

from tests.athena.endpoint.conftest import DATA, DATABASE, REGION, RESULTS, WORKGROUP, Account


@pytest.fixture
def connection(account: Account) -> Iterator[Any]:
    """A PyAthena connection that finds the endpoint as any SDK does."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in account.cloud.environment().items():
            patch.setenv(name, value)
        with pyathena.connect(
            work_group=WORKGROUP, schema_name=DATABASE, region_name=REGION, poll_interval=0.05
        ) as connection:
            yield connection


def test_a_cursor_converts_values(connection: Any) -> None:
    """the plain cursor returns Python values, with parameters for the question marks."""
    cursor = connection.cursor()
    cursor.execute(
        "SELECT service, cost, hours, start, tags FROM usage WHERE month = ? AND cost > ? ORDER BY cost",
        ["'2026-01'", "1"],
        paramstyle="qmark",
    )
    first, second = cursor.fetchall()
    assert first == ("AmazonEC2", 10.5, 24, datetime(2026, 1, 1), {"team": "blue"})
    assert second[4] is None
    assert cursor.data_scanned_in_bytes > 0
    assert [(column[0], column[1], column[4]) for column in cursor.description] == [
        ("service", "varchar", 2147483647),
        ("cost", "double", 17),
        ("hours", "bigint", 19),
        ("start", "timestamp", 3),
        ("tags", "map", 0),
    ]


def test_a_cursor_reads_many_pages(connection: Any) -> None:
    """the plain cursor reads results page by page to the end."""
    cursor = connection.cursor()
    cursor.execute("SELECT n FROM UNNEST(sequence(1, 2500)) AS t(n) ORDER BY n")
    assert [row[0] for row in cursor] == list(range(1, 2501))


def test_a_dict_cursor_names_the_columns(connection: Any) -> None:
    """the dict cursor returns rows by column name, a format parameter quoted by PyAthena."""
    cursor = connection.cursor(DictCursor)
    cursor.execute("SELECT cost FROM usage WHERE service = %(service)s", {"service": "AmazonS3"})
    assert cursor.fetchall() == [{"cost": 0.25}]


def test_a_pandas_cursor_reads_the_csv(connection: Any) -> None:
    """the pandas cursor reads the result file from S3, types and NULLs included."""
    cursor = connection.cursor(PandasCursor)
    frame = cursor.execute(
        "SELECT service, cost, hours, start FROM usage ORDER BY cost"
    ).as_pandas()
    assert list(frame["cost"]) == [0.25, 1.0, 10.5, 12.0, 100.0]
    assert frame["hours"].isna().tolist() == [True, False, False, False, False]
    assert frame["start"][2] == datetime(2026, 1, 1)
    assert frame["service"][4] == 'Support, "gold"'


@pytest.fixture
def arrow(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrow's own S3 client, told the endpoint: unlike other SDKs it reads no AWS_ENDPOINT_URL here."""
    place = account.cloud.endpoint.removeprefix("http://")
    told = partial(fs.S3FileSystem, endpoint_override=place, scheme="http")
    monkeypatch.setattr(fs, "S3FileSystem", told)


@pytest.mark.usefixtures("arrow")
def test_an_arrow_cursor_reads_the_csv(connection: Any) -> None:
    """the arrow cursor reads the result file from S3 as a table."""
    cursor = connection.cursor(ArrowCursor)
    table = cursor.execute("SELECT service, cost FROM usage WHERE month = '2026-01'").as_arrow()
    assert sorted(table.column("cost").to_pylist()) == [0.25, 10.5, 100.0]


@pytest.mark.usefixtures("arrow")
def test_an_unloading_cursor_reads_the_parquet(account: Account) -> None:
    """a cursor that unloads reads the Parquet files of the UNLOAD manifest."""
    name = "unloading"
    own = {"OutputLocation": f"s3://{RESULTS}/{name}/"}
    account.athena.create_work_group(
        Name=name,
        Configuration={"EnforceWorkGroupConfiguration": False, "ResultConfiguration": own},
    )
    with pytest.MonkeyPatch.context() as patch:
        for variable, value in account.cloud.environment().items():
            patch.setenv(variable, value)
        with pyathena.connect(
            work_group=name,
            schema_name=DATABASE,
            region_name=REGION,
            s3_staging_dir=f"s3://{DATA}/staging/",
            cursor_class=ArrowCursor,
            cursor_kwargs={"unload": True},
        ) as connection:
            table = connection.cursor().execute("SELECT cost, tags FROM usage").as_arrow()
    assert sum(table.column("cost").to_pylist()) == 123.75


@pytest.mark.usefixtures("arrow")
def test_a_text_result_is_read_too(connection: Any) -> None:
    """statements with text results work in every cursor."""
    for kind in (None, PandasCursor, ArrowCursor):
        cursor = connection.cursor(kind) if kind else connection.cursor()
        assert cursor.execute("SHOW PARTITIONS usage").fetchall() == [
            ("month=2026-01",),
            ("month=2026-02",),
        ]


def test_metadata_is_found(connection: Any) -> None:
    """PyAthena's metadata calls see databases and tables."""
    cursor = connection.cursor()
    assert DATABASE in [one.name for one in cursor.list_databases("AwsDataCatalog")]
    table = cursor.get_table_metadata("usage", "AwsDataCatalog", DATABASE)
    assert table.location == f"s3://{DATA}/usage/"
    assert [key.name for key in table.partition_keys] == ["month"]


def test_a_failure_is_a_database_error(connection: Any) -> None:
    """a query that fails raises PyAthena's error with Athena's reason."""
    with pytest.raises(DatabaseError, match="TABLE_NOT_FOUND"):
        connection.cursor().execute("SELECT 1 FROM no_such_table")


def test_a_missing_table_is_told_as_glue_tells_it(connection: Any) -> None:
    """PyAthena finds the code in the end of the message; SQLAlchemy's has_table needs it."""
    envelope = r"\(Service: AmazonDataCatalog; .*; Error Code: EntityNotFoundException;[^()]*\)$"
    with pytest.raises(OperationalError, match=envelope):
        connection.cursor().get_table_metadata("no_such_table", "AwsDataCatalog", DATABASE)
