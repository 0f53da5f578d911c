"""Billed months arrive in S3 where, and in the order in which, AWS puts them."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import boto3
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from emulator.aws.export_arn import export_arn
from emulator.bills.billed_month import BilledMonth
from emulator.bills.intake.reading import read_data_folder
from emulator.bills.intake.totals import totals
from emulator.delivery.deliver import Delivered, deliver
from modules.datasets import CUR2, FOCUS, LEGACY_CUR, BillingPeriod, Dataset
from modules.plan import Delivery
from tests.emulator.bills.intake_folders import SAMPLES, cur2, truncated, write
from tests.emulator.delivery.recorded_s3 import BUCKET, RecordedS3

ACCOUNT = "123456789012"
EXPORT = Delivery(CUR2, ACCOUNT, BUCKET, "cur2", "cid-cur2")
REPORT = Delivery(LEGACY_CUR, ACCOUNT, BUCKET, "cur", "cid")
JANUARY = BillingPeriod(2026, 1)
FOLDER = f"cur2/{ACCOUNT}/cid-cur2"
DATA = f"{FOLDER}/data/BILLING_PERIOD=2026-01"
STATUS = f"cur/{ACCOUNT}/cid/cost_and_usage_data_status/cost_and_usage_data_status.parquet"
LEGACY_COLUMNS = {
    "line_item_unblended_cost": "lineItem",
    "split_line_item_split_cost": "splitLineItem",
    "resource_tags_user_name": "resourceTags",
    "savings_plan_used_commitment": "savingsPlan",
}


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[RecordedS3]:
    """An empty delivery bucket."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "emulated")
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket=BUCKET)
        yield RecordedS3(client)


def january(folder: Path, *costs: float, dataset: Dataset = CUR2) -> BilledMonth:
    """A month with a chunk a cost."""
    chunks = [cur2(folder / f"{number}.parquet", [cost]) for number, cost in enumerate(costs)]
    return BilledMonth(dataset, JANUARY, tuple(chunks))


def deliver_cur2(s3: RecordedS3, month: BilledMonth) -> Delivered:
    return deliver(s3, EXPORT, month)


def deliver_legacy(s3: RecordedS3, month: BilledMonth) -> Delivered:
    return deliver(s3, REPORT, month)


def rows(content: bytes) -> int:
    return int(pq.read_metadata(io.BytesIO(content)).num_rows)


def test_a_month_lies_where_data_exports_puts_it(s3: RecordedS3, tmp_path: Path) -> None:
    """Numbered chunks in the month's folder, the manifest in the metadata folder."""
    delivered = deliver_cur2(s3, january(tmp_path, 1.0, 2.0))
    assert delivered == Delivered(
        BUCKET,
        (f"{DATA}/cid-cur2-00001.snappy.parquet", f"{DATA}/cid-cur2-00002.snappy.parquet"),
        f"{FOLDER}/metadata/BILLING_PERIOD=2026-01/cid-cur2-Manifest.json",
    )
    assert s3.keys == [*delivered.data_keys, delivered.manifest_key]


def test_the_manifest_is_written_last(s3: RecordedS3, tmp_path: Path) -> None:
    """Whoever starts at it finds all chunks there, surplus ones emptied."""
    deliver_cur2(s3, january(tmp_path, 1.0, 2.0))
    s3.puts.clear()
    delivered = deliver_cur2(s3, january(tmp_path, 3.0))
    assert [key for key, _ in s3.puts] == [
        f"{DATA}/cid-cur2-00001.snappy.parquet",
        f"{DATA}/cid-cur2-00002.snappy.parquet",
        delivered.manifest_key,
    ]


def test_a_refreshed_month_overwrites_its_keys(s3: RecordedS3, tmp_path: Path) -> None:
    """Same keys, new bytes; another month is left alone."""
    first = deliver_cur2(s3, january(tmp_path / "old", 1.0))
    february = BilledMonth(CUR2, JANUARY.next, january(tmp_path / "feb", 5.0, 6.0).chunks)
    other = deliver_cur2(s3, february)
    new = january(tmp_path / "new", 2.0)
    assert deliver_cur2(s3, new) == first
    assert s3.read(first.data_keys[0]) == new.chunks[0].read_bytes()
    assert [rows(s3.read(key)) for key in other.data_keys] == [1, 1]


@pytest.mark.parametrize("dataset", [CUR2, LEGACY_CUR], ids=str)
def test_surplus_chunks_become_empty(dataset: Dataset, s3: RecordedS3, tmp_path: Path) -> None:
    """With the schema of the new chunks and without rows, so nothing counts twice."""
    put = deliver_cur2 if dataset is CUR2 else deliver_legacy
    old = put(s3, january(tmp_path, 1.0, 2.0, 3.0, dataset=dataset)).data_keys
    month = january(tmp_path, 9.0, dataset=dataset)
    assert put(s3, month).data_keys == old[:1]
    assert [rows(s3.read(key)) for key in old] == [1, 0, 0]
    assert pq.read_schema(io.BytesIO(s3.read(old[2]))) == pq.read_schema(month.chunks[0])


def test_only_chunks_of_this_export_are_emptied(s3: RecordedS3, tmp_path: Path) -> None:
    """Whatever else lies in the folder isn't AWS's."""
    note = f"{DATA}/cid-cur2-notes.txt"
    s3.put_object(Bucket=BUCKET, Key=note, Body=b"mine")
    deliver_cur2(s3, january(tmp_path, 1.0))
    assert s3.read(note) == b"mine"


def test_the_manifest_of_data_exports_lists_files_and_columns(
    s3: RecordedS3, tmp_path: Path
) -> None:
    """As S3 URIs of live chunks only, with the types of Athena."""
    deliver_cur2(s3, january(tmp_path, 1.0, 2.0))
    delivered = deliver_cur2(s3, january(tmp_path, 1.0))
    manifest = json.loads(s3.read(delivered.manifest_key))
    assert manifest["dataFiles"] == [f"s3://{BUCKET}/{DATA}/cid-cur2-00001.snappy.parquet"]
    assert manifest["columns"] == [
        {"name": "bill_billing_period_start_date", "type": "timestamp"},
        {"name": "bill_payer_account_name", "type": "string"},
        {"name": "line_item_unblended_cost", "type": "double"},
        {"name": "product", "type": "map<string,string>"},
    ]
    assert manifest["exportArn"] == export_arn(ACCOUNT, "cid-cur2")


def test_a_manifest_keeps_the_capital_letters_of_focus(s3: RecordedS3, tmp_path: Path) -> None:
    """As the export asks for them; lower case, every column would count as changed."""
    write(tmp_path / "focus.parquet", pa.table({"BilledCost": [1.0]}))
    month = BilledMonth(FOCUS, JANUARY, (tmp_path / "focus.parquet",))
    delivered = deliver(s3, Delivery(FOCUS, ACCOUNT, BUCKET, "focus", "cid-focus"), month)
    manifest = json.loads(s3.read(delivered.manifest_key))
    assert manifest["columns"] == [{"name": "BilledCost", "type": "double"}]


def test_each_delivery_is_an_execution_of_the_same_export(s3: RecordedS3, tmp_path: Path) -> None:
    """The export's ARN stays, the execution's id doesn't."""
    month = january(tmp_path, 1.0)
    manifests = [json.loads(s3.read(deliver_cur2(s3, month).manifest_key)) for _ in range(2)]
    assert len({manifest["exportArn"] for manifest in manifests}) == 1
    assert len({manifest["executionId"] for manifest in manifests}) == 2


def test_the_manifest_of_a_legacy_report_describes_it(s3: RecordedS3, tmp_path: Path) -> None:
    """In the words that programs which read it look for."""
    chunk = write(tmp_path / "x.parquet", pa.table({name: [1.0] for name in LEGACY_COLUMNS}))
    delivered = deliver_legacy(s3, BilledMonth(LEGACY_CUR, BillingPeriod(2025, 12), (chunk,)))
    assert delivered.manifest_key == f"cur/{ACCOUNT}/cid/20251201-20260101/cid-Manifest.json"
    manifest = json.loads(s3.read(delivered.manifest_key))
    datetime.strptime(manifest.pop("assemblyId"), "%Y%m%dT%H%M%SZ")
    assert len(manifest.pop("reportId")) == 32
    assert manifest.pop("columns") == [
        {"category": category, "name": name, "type": "DOUBLE"}
        for name, category in LEGACY_COLUMNS.items()
    ]
    assert manifest == {
        "account": ACCOUNT,
        "charset": "UTF-8",
        "compression": "Parquet",
        "contentType": "Parquet",
        "reportName": "cid",
        "billingPeriod": {"start": "20251201T000000.000Z", "end": "20260101T000000.000Z"},
        "bucket": BUCKET,
        "reportKeys": [f"cur/{ACCOUNT}/cid/cid/year=2025/month=12/cid-00001.snappy.parquet"],
        "additionalArtifactKeys": [],
    }


def test_a_legacy_report_says_when_it_is_being_refreshed(s3: RecordedS3, tmp_path: Path) -> None:
    """UPDATING before the first chunk, READY after the last, beside the data folder."""
    delivered = deliver_legacy(s3, january(tmp_path, 1.0, dataset=LEGACY_CUR))
    keys = [key for key, _ in s3.puts]
    assert keys == [STATUS, *delivered.data_keys, STATUS, delivered.manifest_key]
    told = [pq.read_table(io.BytesIO(body)).to_pydict() for key, body in s3.puts if key == STATUS]
    assert told == [{"status": ["UPDATING"]}, {"status": ["READY"]}]


def test_broken_files_are_delivered_too(s3: RecordedS3, tmp_path: Path) -> None:
    """After the good ones and byte for byte, so the crawler meets them; the columns are the others'."""
    month = january(tmp_path, 1.0)
    bad = truncated(tmp_path / "bad.parquet")
    delivered = deliver_cur2(s3, BilledMonth(CUR2, JANUARY, month.chunks, (bad,)))
    assert s3.read(delivered.data_keys[1]) == bad.read_bytes()
    assert len(json.loads(s3.read(delivered.manifest_key))["dataFiles"]) == 2


def test_a_month_of_broken_files_empties_surplus_chunks(s3: RecordedS3, tmp_path: Path) -> None:
    """No schema is known then, yet no old row may stay."""
    old = deliver_cur2(s3, january(tmp_path, 1.0, 2.0)).data_keys
    bad = truncated(tmp_path / "bad.parquet")
    deliver_cur2(s3, BilledMonth(CUR2, JANUARY, (), (bad,)))
    assert rows(s3.read(old[1])) == 0


def test_a_bucket_that_refuses_is_an_error(s3: RecordedS3, tmp_path: Path) -> None:
    """And no manifest tells of a delivery that didn't happen."""
    with pytest.raises(ClientError, match="NoSuchBucket"):
        deliver(s3, replace(EXPORT, bucket="another-bucket"), january(tmp_path, 1.0))
    assert s3.keys == []


def test_the_real_months_come_back_from_s3_as_they_were(s3: RecordedS3, tmp_path: Path) -> None:
    """Delivered, copied to a folder and taken in again: the same months, the same totals."""
    scratch, copy = tmp_path / "scratch", tmp_path / "copy"
    scratch.mkdir()
    months = read_data_folder(SAMPLES, scratch).months
    for month in months:
        deliver_legacy(s3, month)
    for key in s3.keys:
        (copy / key).parent.mkdir(parents=True, exist_ok=True)
        (copy / key).write_bytes(s3.read(key))
    again = read_data_folder(copy, scratch)
    assert [str(month) for month in again.months] == ["legacy CUR 2018-10", "legacy CUR 2018-11"]
    assert [totals(month) for month in again.months] == [totals(month) for month in months]
    assert again.problems == ()


def test_a_version_has_a_folder_and_leaves_the_others_alone(s3: RecordedS3, tmp_path: Path) -> None:
    """CREATE_NEW_REPORT: its manifest names it, and has a copy in the month's folder."""
    export = replace(EXPORT, versioned=True)
    first, second = (deliver(s3, export, january(tmp_path, 1.0)) for _ in range(2))
    assert first.data_keys < second.data_keys
    written = set(s3.keys)
    assert {*first.data_keys, *second.data_keys, second.manifest_key} < written
    copy = json.loads(s3.read(export.manifest_key(JANUARY)))
    assert copy == json.loads(s3.read(second.manifest_key))
    version = second.manifest_key.split("/")[-2]
    assert version.endswith(copy["executionId"])
    assert second.data_keys == (f"{DATA}/{version}/cid-cur2-00001.snappy.parquet",)
