"""What a crawl does to catalog and queue."""

import pytest

from emulator.glue.crawl import run_crawl
from emulator.glue.report import CrawlReport
from tests.emulator.line import BUCKET, CRAWLER, DATABASE, EXPORT, Line, month, parquet

JANUARY = ["123456789012", "cid-cur2", "data", "2026-01"]
FEBRUARY = ["123456789012", "cid-cur2", "data", "2026-02"]


def crawl(line: Line) -> CrawlReport:
    return run_crawl(line.cloud.account_id, line.cloud.region, CRAWLER)


def test_first_crawl_lists_the_target_and_makes_the_table(line: Line) -> None:
    """The first crawl lists everything, makes the table, and leaves the queue alone."""
    line.deliver(month("2026-01"))
    line.deliver(month("2026-02"))
    report = crawl(line)
    assert report.mode == "listing"
    assert line.partitions() == [JANUARY, FEBRUARY]
    assert report.partitions_added[0].endswith("partition_2=data/billing_period=2026-01")
    assert line.queued() == 3  # with S3's test event
    table = line.table()
    assert table["StorageDescriptor"]["Location"] == f"s3://{BUCKET}/cur2/"
    assert [key["Name"] for key in table["PartitionKeys"]] == [
        "partition_0",
        "partition_1",
        "partition_2",
        "billing_period",
    ]
    assert table["Parameters"]["classification"] == "parquet"
    assert table["Parameters"]["objectCount"] == "2"
    assert table["Parameters"]["recordCount"] == "2"


def test_later_crawls_read_only_what_the_queue_names(line: Line) -> None:
    """A later crawl lists only the folders of the queue's messages, and deletes those messages."""
    line.deliver(month("2026-01"))
    crawl(line)
    line.deliver(month("2026-02"))
    report = crawl(line)
    assert report.mode == "events"
    assert report.messages_deleted == 3  # both months and S3's test event
    assert [partition[-7:] for partition in report.partitions_added] == ["2026-02"]
    assert line.queued() == 0


def test_a_folder_is_not_crawled_without_an_event(line: Line) -> None:
    """An object whose event was lost stays unknown to a crawl in event mode."""
    line.deliver(month("2026-01"))
    crawl(line)
    crawl(line)
    line.deliver(month("2026-02", suffix="lost"))  # the notification wants .parquet
    assert crawl(line).partitions_added == ()
    assert line.partitions() == [JANUARY]


def test_an_update_makes_the_next_crawl_list_again(line: Line) -> None:
    """After UpdateCrawler the next crawl lists the target, and the one after reads events."""
    line.deliver(month("2026-01"))
    crawl(line)
    line.deliver(month("2026-02", suffix="lost"))
    line.cloud.client("glue").update_crawler(Name=CRAWLER, Description="changed")
    assert [crawl(line).mode, crawl(line).mode] == ["listing", "events"]
    assert line.partitions() == [JANUARY, FEBRUARY]


def test_a_declared_table_keeps_its_columns_and_types(line: Line) -> None:
    """New columns go to the end of a declared table; declared ones keep their types."""
    declare_table(line, compression="none")
    new = {"line_item_unblended_cost": ["text"], "line_item_iam_principal": ["a"]}
    line.deliver(month("2026-01"), parquet(new))
    report = crawl(line)
    assert report.columns_added == ("line_item_iam_principal",)
    assert line.columns() == [
        ("line_item_unblended_cost", "double"),
        ("line_item_iam_principal", "string"),
    ]
    assert [key["Name"] for key in line.table()["PartitionKeys"]] == [
        "source_account_id",
        "report_name",
        "data",
        "billing_period",
    ]


def test_partitions_inherit_columns_that_come_later(line: Line) -> None:
    """When the table gets a column, partitions of earlier months get it too."""
    line.deliver(month("2026-01"))
    crawl(line)
    crawl(line)  # takes January's message
    line.deliver(month("2026-02"), parquet({"resource_tags_user_team": ["a"]}))
    assert crawl(line).columns_added == ("resource_tags_user_team",)
    found = line.cloud.client("glue").get_partitions(DatabaseName=DATABASE, TableName="cur2")
    columns = line.table()["StorageDescriptor"]["Columns"]
    assert len(columns) == 3
    assert [p["StorageDescriptor"]["Columns"] for p in found["Partitions"]] == [columns, columns]


def test_a_table_declared_otherwise_is_not_adopted(line: Line) -> None:
    """A table whose compressionType differs is left alone; the role may not make a second one."""
    declare_table(line, compression="snappy")
    line.deliver(month("2026-01"))
    error = str(crawl(line).error)
    assert "is not authorized to perform: glue:GetTable" in error
    assert f"table/{DATABASE}/cur2_" in error


def test_an_unreadable_object_keeps_its_folder_out(line: Line) -> None:
    """A folder with an object that isn't Parquet is not registered, the rest is; both are told."""
    crawl(line)
    line.deliver(month("2026-01"))
    line.deliver(month("2026-01", chunk=2), b"not parquet")
    line.deliver(month("2026-02"))
    report = crawl(line)
    assert line.partitions() == [FEBRUARY]
    assert [uri for uri, _ in report.objects_unreadable] == [f"s3://{BUCKET}/{month('2026-01', 2)}"]
    assert (report.messages_deleted, report.messages_left) == (2, 2)
    line.crawl()
    last = line.last_crawl()
    assert last["Status"] == "SUCCEEDED"
    assert month("2026-01", 2) in last["ErrorMessage"]


def test_a_poison_message_reaches_the_dead_letter_queue(line: Line) -> None:
    """After three crawls that couldn't read the object, its message is in the dead-letter queue."""
    crawl(line)
    crawl(line)
    line.deliver(month("2026-01"), b"not parquet")
    assert [crawl(line).messages_left for _ in range(3)] == [1, 1, 1]
    assert line.queued(line.dead_url) == 0
    assert crawl(line).messages_left == 0
    assert (line.queued(), line.queued(line.dead_url)) == (0, 1)


def test_a_repaired_object_is_registered_at_the_next_crawl(line: Line) -> None:
    """Overwriting the broken object is enough: the next crawl registers the folder."""
    crawl(line)
    line.deliver(month("2026-01"), b"not parquet")
    crawl(line)
    line.deliver(month("2026-01"))
    report = crawl(line)
    assert line.partitions() == [JANUARY]
    assert (report.messages_deleted, report.messages_left) == (2, 0)


def test_listing_names_an_unreadable_object_and_leaves_its_message(line: Line) -> None:
    """A listing crawl names the broken object; its message waits for the next crawl."""
    line.deliver(month("2026-01"), b"not parquet")
    report = crawl(line)
    assert (report.mode, report.error) == ("listing", None)
    assert report.objects_unreadable[0][0].endswith(month("2026-01"))
    assert line.queued() == 2


def test_excluded_and_foreign_objects_are_not_crawled(line: Line) -> None:
    """Messages about excluded objects are deleted; a manifest in the folder is not read."""
    line.notify_all()
    crawl(line)
    line.deliver(f"{EXPORT}/data/BILLING_PERIOD=2026-01/cid-cur2-Manifest.json", b"{}")
    report = crawl(line)
    assert report.objects_unreadable == ()
    assert report.messages_left == 0
    assert report.messages_deleted == 3
    assert report.table is None


def test_an_emptied_folder_stays_registered_under_log(line: Line) -> None:
    """With DeleteBehavior LOG a partition stays when its objects are gone."""
    line.deliver(month("2026-01"))
    crawl(line)
    line.remove(month("2026-01"))
    assert crawl(line).partitions_removed == ()
    assert line.partitions() == [JANUARY]


@pytest.mark.parametrize("listing", [False, True])
def test_an_emptied_folder_is_forgotten_under_delete(line: Line, listing: bool) -> None:
    """With DELETE_FROM_DATABASE the partition goes, by an event as by a listing."""
    policy = {"UpdateBehavior": "UPDATE_IN_DATABASE", "DeleteBehavior": "DELETE_FROM_DATABASE"}
    glue = line.cloud.client("glue")
    glue.update_crawler(Name=CRAWLER, SchemaChangePolicy=policy)
    line.deliver(month("2026-01"))
    line.deliver(month("2026-02"))
    crawl(line)
    line.remove(month("2026-01"))
    if listing:
        glue.update_crawler(Name=CRAWLER, Description="list again")
    report = crawl(line)
    assert [removed[-7:] for removed in report.partitions_removed] == ["2026-01"]
    assert line.partitions() == [FEBRUARY]


def declare_table(line: Line, compression: str) -> None:
    keys = ("source_account_id", "report_name", "data", "billing_period")
    line.cloud.client("glue").create_table(
        DatabaseName=DATABASE,
        TableInput={
            "Name": "cur2",
            "TableType": "EXTERNAL_TABLE",
            "Parameters": {"classification": "parquet", "compressionType": compression},
            "PartitionKeys": [{"Name": key, "Type": "string"} for key in keys],
            "StorageDescriptor": {
                "Location": f"s3://{BUCKET}/cur2/",
                "Columns": [{"Name": "line_item_unblended_cost", "Type": "double"}],
            },
        },
    )
