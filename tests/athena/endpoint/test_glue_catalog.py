"""The catalog that engines read: partitions, files, projection, local copies."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from athena.glue.catalog import GlueCatalog
from athena.glue.projection import Projection
from athena.tables import CatalogTable, Partition
from tests.athena.endpoint.conftest import ACCOUNT, DATA, DATABASE, REGION, Account, glue_table

MONTHS = {
    "projection.enabled": "true",
    "projection.month.type": "date",
    "projection.month.format": "yyyy-MM",
    "projection.month.range": "2026-01,NOW+10YEARS",
    "projection.month.interval": "1",
    "projection.month.interval.unit": "MONTHS",
}


def table(account: Account, name: str) -> CatalogTable:
    found = account.catalog.table(DATABASE, name)
    assert found is not None
    return found


def partition(account: Account, month: str) -> Partition:
    return next(one for one in table(account, "usage").partitions if one.values == (month,))


def test_a_table_lists_its_partitions_and_files(account: Account) -> None:
    """a table has its columns, keys and partitions, each with every object at its location."""
    found = table(account, "usage")
    assert [column.name for column in found.columns] == [
        "service",
        "cost",
        "hours",
        "start",
        "tags",
    ]
    assert [key.name for key in found.partition_keys] == ["month"]
    assert [one.values for one in found.partitions] == [("2026-01",), ("2026-02",)]
    (file,) = found.partitions[0].files
    assert file.uri == f"s3://{DATA}/usage/month=2026-01/part.parquet"
    assert file.path.read_bytes() == account.object(file.uri)
    assert file.size == len(account.object(file.uri))
    assert account.catalog.columns(DATABASE, "usage") == (found.columns, found.partition_keys)


def test_athena_reads_what_a_crawler_skips(account: Account) -> None:
    """every object below a location is listed, also manifests, but no empty folder marker."""
    account.put("usage/month=2026-01/deep/Manifest.json", b"{}")
    account.put("usage/month=2026-01/deep/", b"")
    uris = [file.uri.rsplit("/", 1)[1] for file in partition(account, "2026-01").files]
    assert uris == ["Manifest.json", "part.parquet"]
    account.s3.delete_object(Bucket=DATA, Key="usage/month=2026-01/deep/Manifest.json")
    assert len(partition(account, "2026-01").files) == 1


def test_an_overwritten_object_is_read_anew(account: Account) -> None:
    """an overwritten object has a new copy, and its old copy is untouched."""
    account.s3.put_bucket_versioning(Bucket=DATA, VersioningConfiguration={"Status": "Enabled"})
    account.put("usage/month=2026-02/extra", b"first")
    before = partition(account, "2026-02").files[0]
    account.put("usage/month=2026-02/extra", b"second")
    after = partition(account, "2026-02").files[0]
    assert (before.path.read_bytes(), after.path.read_bytes()) == (b"first", b"second")
    account.s3.delete_object(Bucket=DATA, Key="usage/month=2026-02/extra")
    assert len(partition(account, "2026-02").files) == 1


def test_a_damaged_copy_is_made_again(account: Account) -> None:
    """a copy cut short by a crash is replaced."""
    file = partition(account, "2026-01").files[0]
    file.path.write_bytes(b"half")
    assert partition(account, "2026-01").files[0].path.read_bytes() == account.object(file.uri)


def test_copies_that_nothing_reads_go(account: Account, tmp_path: Path) -> None:
    """copies unused for an hour are removed when another is made; used ones stay."""
    catalog = GlueCatalog(ACCOUNT, REGION, tmp_path)
    old = tmp_path / "gone-5.parquet"
    old.write_bytes(b"stale")
    long_ago = (datetime.now() - timedelta(hours=2)).timestamp()
    os.utime(old, (long_ago, long_ago))
    found = catalog.table(DATABASE, "usage")
    assert found is not None
    kept = {file.path for one in found.partitions for file in one.files}
    assert set(tmp_path.iterdir()) == kept


def test_projected_partitions_are_the_folders_that_match(account: Account) -> None:
    """projection finds partitions by template, within range, without the catalog."""
    template = f"s3://{DATA}/projected/acct/${{source}}/BILLING_PERIOD=${{month}}/"
    projection = MONTHS | {
        "storage.location.template": template,
        "projection.source.type": "injected",
    }
    keys = [{"Name": "source", "Type": "string"}, {"Name": "month", "Type": "string"}]
    given = glue_table(
        "projected", f"s3://{DATA}/projected/", Parameters=projection, PartitionKeys=keys
    )
    account.glue.create_table(DatabaseName=DATABASE, TableInput=given)
    for folder in ("a/BILLING_PERIOD=2026-01", "b/BILLING_PERIOD=2026-02"):
        account.put(f"projected/acct/{folder}/x.parquet", b"x")
        account.put(f"projected/acct/{folder}/sub/y.parquet", b"y")
    account.put("projected/acct/a/BILLING_PERIOD=2025-12/x.parquet", b"too early")
    account.put("projected/acct/a/billing_period=2026-03/x.parquet", b"other folder")
    account.put("projected/acct/a/BILLING_PERIOD=2026-4/x.parquet", b"not the format")
    found = table(account, "projected")
    assert [(one.values, len(one.files)) for one in found.partitions] == [
        (("a", "2026-01"), 2),
        (("b", "2026-02"), 2),
    ]
    assert found.partitions[0].location == f"s3://{DATA}/projected/acct/a/BILLING_PERIOD=2026-01/"


@pytest.mark.parametrize(
    ("folder", "matches"),
    [
        ("year=2024/month=1", True),
        ("year=2024/month=12", True),
        ("year=2024/month=01", False),
        ("year=2023/month=1", False),
        ("year=2024/month=13", False),
        ("year=2024", False),
    ],
)
def test_integers_are_projected_without_leading_zeros(folder: str, matches: bool) -> None:
    """integer projection takes numbers in range, written without zeros unless digits says so."""
    properties = {
        "projection.year.type": "integer",
        "projection.year.range": "2024,2035",
        "projection.month.type": "integer",
        "projection.month.range": "1,12",
    }
    projection = Projection(["year", "month"], "s3://b/cur", properties)
    assert (projection.match(f"s3://b/cur/{folder}/x.parquet") is not None) == matches


def test_projection_knows_digits_enums_and_now() -> None:
    """digits pads numbers, enum lists values, and a date range may end NOW."""
    digits = {
        "projection.n.type": "integer",
        "projection.n.range": "1,12",
        "projection.n.digits": "2",
    }
    assert Projection(["n"], "s3://b/", digits).match("s3://b/n=01/x")
    assert not Projection(["n"], "s3://b/", digits).match("s3://b/n=1/x")
    enum = {"projection.e.type": "enum", "projection.e.values": "a, b"}
    assert Projection(["e"], "s3://b/", enum).match("s3://b/e=b/x")
    assert not Projection(["e"], "s3://b/", enum).match("s3://b/e=c/x")
    until_now = MONTHS | {"projection.month.range": "NOW-1MONTHS,NOW"}
    this_month = datetime.now(UTC).strftime("%Y-%m")
    assert Projection(["month"], "s3://b/", until_now).match(f"s3://b/month={this_month}/x")
    assert not Projection(["month"], "s3://b/", until_now).match("s3://b/month=2019-01/x")


def test_a_table_without_partitions_is_one_partition(account: Account) -> None:
    """an unpartitioned table has one partition without values."""
    given = glue_table("flat", f"s3://{DATA}/flat", PartitionKeys=[])
    account.glue.create_table(DatabaseName=DATABASE, TableInput=given)
    account.put("flat/x.parquet", b"x")
    account.put("flat-other/x.parquet", b"not below the folder")
    (only,) = table(account, "flat").partitions
    assert (only.values, len(only.files)) == ((), 1)


def test_what_is_not_there_is_none(account: Account) -> None:
    """unknown databases and tables are None or empty."""
    assert account.catalog.table(DATABASE, "nope") is None
    assert account.catalog.table("nope", "usage") is None
    assert account.catalog.columns("nope", "usage") is None
    assert account.catalog.tables("nope") == []
    assert account.catalog.databases() == [DATABASE]
