"""The emulated AWS as a whole: it starts, answers, and leaves nothing behind."""

import json
import os
import socket
import subprocess
import sys
import threading
from typing import Any

import boto3
import pytest

from athena.endpoint.server import PortTaken
from emulator.cloud.cloud import Cloud
from tests.emulator.aws.machines import add_machine, add_role, starter_access, task
from tests.emulator.aws.test_events_delivery import ACCESS, PATTERN, trust
from tests.emulator.line import CRAWLER, Line, month, parquet


def start(port: int | None = None) -> Cloud:
    return Cloud.start("eu-west-1", "123456789012", port)


def test_a_closed_cloud_leaves_no_thread_and_no_port() -> None:
    """After close no thread of ours lives, and the port can be used again."""
    before = set(threading.enumerate())
    cloud = start()
    cloud.client("s3").list_buckets()
    port = int(cloud.endpoint.rsplit(":", 1)[-1])
    cloud.close()
    assert set(threading.enumerate()) == before
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


def test_a_client_that_stays_connected_does_not_hold_the_end_up() -> None:
    """A connection that somebody keeps open is hung up."""
    before = set(threading.enumerate())
    cloud = start()
    port = int(cloud.endpoint.rsplit(":", 1)[-1])
    with socket.create_connection(("127.0.0.1", port)):
        cloud.client("s3").list_buckets()
        cloud.close()
        assert set(threading.enumerate()) == before


def test_a_second_cloud_is_empty() -> None:
    """One cloud after another works, and sees nothing of the first."""
    for _ in range(2):
        with start() as cloud:
            assert cloud.client("s3").list_buckets()["Buckets"] == []
            cloud.client("s3", "us-east-1").create_bucket(Bucket="bucket")


def test_two_at_once_are_refused(cloud: Cloud) -> None:
    """moto's state is one for the process, so a second cloud is refused by name."""
    with pytest.raises(RuntimeError, match=f"already runs at {cloud.endpoint}"):
        start()


def test_a_taken_port_is_named() -> None:
    """A port in use gives one message with the port and what to do; then another start works."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"port {port} of .* can't be used .*choose another"):
            start(port)
    with start(port) as cloud:
        assert cloud.endpoint == f"http://127.0.0.1:{port}"


def test_the_callers_credentials_are_hidden_and_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """AWS_ variables, a profile that doesn't exist among them, matter only outside of the cloud."""
    monkeypatch.setenv("AWS_PROFILE", "missing")
    monkeypatch.setenv("AWS_CA_BUNDLE", "")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "real")
    with start() as cloud:
        assert cloud.client("sts").get_caller_identity()["Account"] == "123456789012"
        assert not [name for name in os.environ if name.startswith("AWS_")]
    assert os.environ["AWS_PROFILE"] == "missing"
    assert os.environ["AWS_SECRET_ACCESS_KEY"] == "real"


def test_the_account_is_the_one_asked_for() -> None:
    """Every ARN carries the account that the cloud was started with."""
    with Cloud.start("eu-west-1", "210987654321") as cloud:
        queue = cloud.client("sqs").create_queue(QueueName="q")["QueueUrl"]
        assert queue == f"{cloud.endpoint}/210987654321/q"


def test_any_sdk_finds_the_cloud_by_its_environment(cloud: Cloud) -> None:
    """A process with nothing but `environment()` talks to the cloud."""
    cloud.client("s3", "us-east-1").create_bucket(Bucket="found")
    program = "import boto3; print(boto3.client('s3').list_buckets()['Buckets'][0]['Name'])"
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **cloud.environment()},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "found"


def test_clients_are_for_a_region(cloud: Cloud) -> None:
    """A client is for the cloud's region, or for another one that is named."""
    cloud.client("glue").create_database(DatabaseInput={"Name": "here"})
    names = [
        [found["Name"] for found in cloud.client("glue", region).get_databases()["DatabaseList"]]
        for region in (None, "us-east-1")
    ]
    assert names == [["here"], []]


def test_a_managed_policy_can_be_attached(cloud: Cloud) -> None:
    """AWS's own policies exist."""
    policy = cloud.client("iam").get_policy(
        PolicyArn="arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole"
    )
    assert policy["Policy"]["PolicyName"] == "AWSGlueServiceRole"


def test_many_clients_at_once(cloud: Cloud) -> None:
    """Requests from several threads are answered."""
    s3 = cloud.client("s3", "us-east-1")
    s3.create_bucket(Bucket="bucket")

    def put(number: int) -> None:
        for part in range(10):
            s3.put_object(Bucket="bucket", Key=f"{number}/{part}", Body=b"1")

    threads = [threading.Thread(target=put, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert s3.list_objects_v2(Bucket="bucket")["KeyCount"] == 80


def test_a_delivery_goes_all_the_way(line: Line) -> None:
    """A manifest starts the state machine, that the crawler, and then the month is there."""
    add_starter(line)
    line.deliver(month("2026-01"), parquet())
    assert line.cloud.client("glue").get_tables(DatabaseName="cid_data_export")["TableList"] == []
    line.deliver("cur2/123456789012/cid-cur2/metadata/BILLING_PERIOD=2026-01/Manifest.json", b"{}")
    line.cloud.wait_until_idle()
    assert line.partitions() == [["123456789012", "cid-cur2", "data", "2026-01"]]


def add_starter(line: Line) -> None:
    """A rule on manifests that starts the line's crawler."""
    crawler = f"arn:aws:glue:eu-west-1:123456789012:crawler/{CRAWLER}"
    machine = add_machine(
        line.cloud, task("glue:startCrawler", {"Name": CRAWLER}), starter_access(crawler)
    )
    role = add_role(line.cloud, "events", trust(), ACCESS)
    events: Any = line.cloud.client("events")
    events.put_rule(Name="rule", EventPattern=json.dumps(PATTERN))
    events.put_targets(Rule="rule", Targets=[{"Id": "1", "Arn": machine, "RoleArn": role}])


def test_boto3_itself_stays_as_it_was(cloud: Cloud) -> None:
    """Only the cloud's own clients carry its credentials: a plain session has none."""
    assert boto3.Session().get_credentials() is None
