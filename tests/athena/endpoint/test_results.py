"""Results in S3 and through GetQueryResults, byte by byte and page by page."""

import time
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from athena.endpoint.results.metadata import ResultMetadata
from tests.athena.endpoint.conftest import RESULTS, WORKGROUP, Account

TYPES = """SELECT true AS a, 1 AS b, BIGINT '2' AS c, 1.5E0 AS d, CAST('x' AS varchar) AS e,
DATE '2026-01-01' AS f, TIMESTAMP '2026-01-01 00:00:00.000' AS g, CAST(1 AS decimal(12,2)) AS h,
ARRAY[1, 2] AS i, MAP(ARRAY['k'], ARRAY['v']) AS j, CAST(null AS varchar(3)) AS k"""


def described(account: Account, id_: str) -> list[tuple[object, ...]]:
    """Type, precision, scale and case sensitivity of the columns of a result."""
    found = account.athena.get_query_results(QueryExecutionId=id_, MaxResults=1)
    members = ("Name", "Type", "Precision", "Scale", "CaseSensitive")
    columns = found["ResultSet"]["ResultSetMetadata"]["ColumnInfo"]
    return [tuple(column[member] for member in members) for column in columns]


def test_the_csv_is_quoted_like_athenas(account: Account) -> None:
    """the result file quotes every value, doubles quotes, and tells NULL from an empty string."""
    sql = "SELECT service, hours FROM usage WHERE cost > 0.3 ORDER BY cost"
    id_ = account.run(f"{sql} LIMIT 1").execution_id
    assert account.object(f"s3://{RESULTS}/athena/{id_}.csv") == b'"service","hours"\n"","2"\n'
    id_ = account.run("SELECT NULL AS a, 'say \"x\"' AS b").execution_id
    assert account.object(f"s3://{RESULTS}/athena/{id_}.csv") == b'"a","b"\n,"say ""x"""\n'


def test_values_are_rendered_as_athena_renders_them(account: Account) -> None:
    """values of every type are texts in Athena's notation, and NULL has no value at all."""
    (row,) = account.run(TYPES).rows
    assert row == (
        "true",
        "1",
        "2",
        "1.5",
        "x",
        "2026-01-01",
        "2026-01-01 00:00:00.000",
        "1.00",
        "[1, 2]",
        "{k=v}",
        None,
    )


def test_columns_are_described_as_athena_describes_them(account: Account) -> None:
    """columns carry the precision, scale and case sensitivity that Athena gives to their type."""
    assert described(account, account.run(TYPES).execution_id)[:10] == [
        ("a", "boolean", 0, 0, False),
        ("b", "integer", 10, 0, False),
        ("c", "bigint", 19, 0, False),
        ("d", "double", 17, 0, False),
        ("e", "varchar", 2147483647, 0, True),
        ("f", "date", 0, 0, False),
        ("g", "timestamp", 3, 0, False),
        ("h", "decimal", 12, 2, False),
        ("i", "array", 0, 0, False),
        ("j", "map", 0, 0, False),
    ]


def test_metadata_lies_next_to_the_result(account: Account) -> None:
    """the .metadata object of a result decodes to its columns."""
    id_ = account.run("SELECT 1 AS n, 'x' AS s").execution_id
    metadata = ResultMetadata.decode(account.object(f"s3://{RESULTS}/athena/{id_}.csv.metadata"))
    assert metadata.query_id == id_
    assert [(column.name, column.type) for column in metadata.columns] == [
        ("n", "integer"),
        ("s", "varchar"),
    ]
    assert ResultMetadata.decode(metadata.encode()) == metadata


def test_the_header_is_the_first_row_of_the_first_page(account: Account) -> None:
    """pages hold MaxResults rows, the names being the first row of the first one."""
    id_ = account.run("SELECT n FROM UNNEST(sequence(1, 2500)) AS t(n) ORDER BY n").execution_id
    sizes, values = [], []
    for page in account.athena.get_paginator("get_query_results").paginate(QueryExecutionId=id_):
        rows = [row["Data"][0]["VarCharValue"] for row in page["ResultSet"]["Rows"]]
        sizes.append(len(rows))
        values += rows
    assert sizes == [1000, 1000, 501]
    assert values == ["n", *map(str, range(1, 2501))]


def test_values_may_span_lines_and_blocks(account: Account) -> None:
    """values with newlines, commas and quotes come back whole, even when they fill megabytes."""
    nasty = 'a\nb,"c"\n'
    many = f"array_join(transform(sequence(1, 9000), i -> '{nasty}'), '')"
    sql = f"SELECT {many} AS s FROM UNNEST(sequence(1, 40)) AS t(n)"
    found = account.run(sql)
    assert found.rows == ((nasty * 9000,),) * 40


def test_a_page_has_a_largest_size(account: Account) -> None:
    """more than 1,000 results a page, or a foreign token, is refused."""
    id_ = account.run("SELECT 1 AS n").execution_id
    with pytest.raises(ClientError, match="MaxResults is more than maximum allowed length 1000"):
        account.athena.get_query_results(QueryExecutionId=id_, MaxResults=1001)
    with pytest.raises(ClientError, match="malformed"):
        account.athena.get_query_results(QueryExecutionId=id_, NextToken="mine")


def test_a_result_deleted_from_s3_is_gone(account: Account) -> None:
    """a result lives in S3: once someone deletes it there, Athena can't return it."""
    id_ = account.run("SELECT 1 AS n").execution_id
    account.s3.delete_object(Bucket=RESULTS, Key=f"athena/{id_}.csv")
    with pytest.raises(ClientError, match="Could not find results"):
        account.athena.get_query_results(QueryExecutionId=id_)


def test_an_empty_result_still_has_its_columns(account: Account) -> None:
    """a query without rows returns its column names."""
    found = account.run("SELECT service FROM usage WHERE cost < 0")
    assert (found.columns, found.rows) == (("service",), ())


def reused(account: Account, sql: str, minutes: int, *parameters: str) -> bool:
    """Run a query with result reuse; did it take an earlier result?"""
    by_age = {"Enabled": True, "MaxAgeInMinutes": minutes}
    given = {"ExecutionParameters": list(parameters)} if parameters else {}
    reuse = {"ResultReuseByAgeConfiguration": by_age}
    id_ = account.start(sql, ResultReuseConfiguration=reuse, **given)
    while (found := account.execution(id_))["Status"]["State"] in ("QUEUED", "RUNNING"):
        time.sleep(0.02)
    assert found["ResultReuseConfiguration"] == reuse
    answer: bool = found["Statistics"]["ResultReuseInformation"]["ReusedPreviousResult"]
    assert not (answer and found["Statistics"]["DataScannedInBytes"])
    return answer


def test_reuse_takes_the_earlier_result(account: Account) -> None:
    """with result reuse, the same text in the same workgroup scans nothing the second time."""
    sql = "SELECT service, cost FROM usage ORDER BY cost DESC LIMIT 1"
    first = account.run(sql)
    assert reused(account, sql, 5)
    newest = account.athena.list_query_executions(WorkGroup=WORKGROUP)["QueryExecutionIds"][0]
    assert newest != first.execution_id
    location = account.execution(newest)["ResultConfiguration"]["OutputLocation"]
    assert account.object(location) == b'"service","cost"\n"Support, ""gold""","100.0"\n'


def test_reuse_has_an_age(account: Account) -> None:
    """with result reuse, a result older than the query allows is computed again."""
    found = account.run("SELECT 3 AS n")
    account.service.history.get(found.execution_id).submitted -= timedelta(minutes=10)
    assert not reused(account, "SELECT 3 AS n", 9)
    account.run("SELECT 4 AS n")
    assert reused(account, "SELECT 4 AS n", 1)


def test_reuse_needs_the_same_text(account: Account) -> None:
    """with result reuse, another text, parameter or a deleted result runs anew."""
    account.run("SELECT ? AS n", "1")
    assert not reused(account, "SELECT ?  AS n", 5, "1")
    assert not reused(account, "SELECT ? AS n", 5, "2")
    assert reused(account, "SELECT ? AS n", 5, "1")
    for key in account.keys(RESULTS, "athena/"):
        account.s3.delete_object(Bucket=RESULTS, Key=key)
    assert not reused(account, "SELECT ? AS n", 5, "1")


def test_reuse_is_for_queries(account: Account) -> None:
    """with result reuse, statements that act or read the catalog run every time."""
    account.run("SHOW TABLES")
    assert not reused(account, "SHOW TABLES", 5)
