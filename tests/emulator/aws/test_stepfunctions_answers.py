"""What an AWS SDK task answers is JSON."""

import json

from emulator.aws import stepfunctions_answers
from emulator.cloud.cloud import Cloud
from modules import iam
from tests.emulator.aws.machines import add_machine, run, task

MAY_LIST = iam.document(iam.statement("List", "s3:ListBucket", "arn:aws:s3:::delivered"))


def is_new(cloud: Cloud) -> bool:
    """What a Choice makes of the age of an object that was just written."""
    s3 = cloud.client("s3")
    place = {"LocationConstraint": cloud.region}
    s3.create_bucket(Bucket="delivered", CreateBucketConfiguration=place)
    s3.put_object(Bucket="delivered", Key="file")
    definition = task("s3:listObjectsV2", {"Bucket": "delivered"}, Next="Compare")
    first = {"written.$": "States.ArrayGetItem($.Contents[*].LastModified, 0)"}
    definition["States"]["Task"]["ResultSelector"] = first
    del definition["States"]["Task"]["End"]
    written = {"Variable": "$.written"}
    after = written | {"TimestampGreaterThan": "2026-01-01T00:00:00Z", "Next": "New"}
    definition["States"] |= {
        "Compare": {"Type": "Choice", "Choices": [after], "Default": "Old"},
        "New": {"Type": "Pass", "Result": True, "End": True},
        "Old": {"Type": "Pass", "Result": False, "End": True},
    }
    found = run(cloud, add_machine(cloud, definition, MAY_LIST))
    assert found["status"] == "SUCCEEDED"
    new: bool = json.loads(found["output"])
    return new


def test_times_can_be_compared(cloud: Cloud) -> None:
    """As texts of ISO 8601, in UTC."""
    assert is_new(cloud)


def test_moto_alone_compares_nothing(cloud: Cloud) -> None:
    """moto's answers hold datetimes, for which every comparison is false; else this patch can go."""
    with stepfunctions_answers.patch.taken_off():
        assert not is_new(cloud)


def body(cloud: Cloud) -> str:
    """How an execution ends that parses an object."""
    s3 = cloud.client("s3")
    place = {"LocationConstraint": cloud.region}
    s3.create_bucket(Bucket="delivered", CreateBucketConfiguration=place)
    s3.put_object(Bucket="delivered", Key="file", Body=b'{"a": 1}')
    definition = task("s3:getObject", {"Bucket": "delivered", "Key": "file"})
    parsed = {"parsed.$": "States.StringToJson($.Body)"}
    definition["States"]["Task"]["ResultSelector"] = parsed
    may = iam.document(iam.statement("Read", "s3:GetObject", "arn:aws:s3:::delivered/*"))
    found = run(cloud, add_machine(cloud, definition, may))
    return str(found.get("output") or found["status"])


def test_an_objects_body_is_text(cloud: Cloud) -> None:
    """Which can be parsed."""
    assert json.loads(body(cloud)) == {"parsed": {"a": 1}}


def test_moto_alone_hands_a_stream_on(cloud: Cloud) -> None:
    """moto's answer is a stream of Python's; else this part can go."""
    with stepfunctions_answers.patch.taken_off():
        assert body(cloud) == "FAILED"
