"""One event for each thing that happens to an object."""

import json

from emulator.aws import s3_event_kinds
from emulator.cloud.cloud import Cloud
from tests.emulator.aws.events import QUEUE_ARN, configure, event_names, notify_queue, receive


def upload_in_parts(cloud: Cloud) -> None:
    s3 = cloud.client("s3")
    upload = s3.create_multipart_upload(Bucket="bucket", Key="key")["UploadId"]
    place = {"Bucket": "bucket", "Key": "key", "UploadId": upload}
    part = s3.upload_part(**place, PartNumber=1, Body=b"1")
    s3.complete_multipart_upload(
        **place, MultipartUpload={"Parts": [{"ETag": part["ETag"], "PartNumber": 1}]}
    )


def upload_names(cloud: Cloud) -> list[str]:
    queue = notify_queue(cloud)
    upload_in_parts(cloud)
    return event_names(cloud, queue)


def deletion_names(cloud: Cloud) -> list[str]:
    queue = notify_queue(cloud)
    s3 = cloud.client("s3")
    s3.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket="bucket", Key="key")
    s3.delete_object(Bucket="bucket", Key="key")
    return event_names(cloud, queue)


def test_an_upload_in_parts_is_one_event(cloud: Cloud) -> None:
    """A completed multipart upload says CompleteMultipartUpload and nothing else."""
    assert upload_names(cloud) == ["ObjectCreated:CompleteMultipartUpload"]


def test_a_deletion_in_a_versioned_bucket_is_an_event(cloud: Cloud) -> None:
    """Deleting a versioned object says DeleteMarkerCreated."""
    assert deletion_names(cloud) == ["ObjectCreated:Put", "ObjectRemoved:DeleteMarkerCreated"]


def test_deleting_what_is_not_there_is_no_event(cloud: Cloud) -> None:
    """An object that doesn't exist can be deleted without an event."""
    queue = notify_queue(cloud)
    cloud.client("s3").delete_object(Bucket="bucket", Key="nothing")
    assert event_names(cloud, queue) == []


def tagging_names(cloud: Cloud) -> list[str]:
    queue = add_tagging_queue(cloud)
    s3 = cloud.client("s3")
    s3.put_object(Bucket="bucket", Key="key")
    return event_names(cloud, queue)


def add_tagging_queue(cloud: Cloud) -> str:
    queue = notify_queue(cloud)
    rule = {"QueueArn": QUEUE_ARN, "Events": ["s3:ObjectTagging:*"]}
    configure(cloud, QueueConfigurations=[rule])
    receive(cloud, queue)
    return queue


def test_a_new_object_was_not_tagged(cloud: Cloud) -> None:
    """Only PutObjectTagging says that an object was tagged."""
    queue = add_tagging_queue(cloud)
    s3 = cloud.client("s3")
    s3.put_object(Bucket="bucket", Key="key")
    assert event_names(cloud, queue) == []
    s3.put_object_tagging(
        Bucket="bucket", Key="key", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]}
    )
    assert event_names(cloud, queue) == ["ObjectTagging:Put"]


def test_moto_alone_says_that_every_object_was_tagged(cloud: Cloud) -> None:
    """moto announces tags that nobody set; else this part can go."""
    with s3_event_kinds.patch.taken_off():
        assert tagging_names(cloud) == ["ObjectTagging:Put"]


def test_moto_alone_says_too_much_of_an_upload(cloud: Cloud) -> None:
    """moto says Put as well; else this part of the patch can go."""
    with s3_event_kinds.patch.taken_off():
        assert len(upload_names(cloud)) == 2


def test_moto_alone_says_nothing_of_a_deletion(cloud: Cloud) -> None:
    """moto says nothing when a versioned object is deleted; else this part can go."""
    with s3_event_kinds.patch.taken_off():
        assert deletion_names(cloud) == ["ObjectCreated:Put"]


def test_an_event_is_json(cloud: Cloud) -> None:
    """A delete marker's message has AWS's fields: key, the empty etag, version, no size."""
    queue = notify_queue(cloud)
    s3, sqs = cloud.client("s3"), cloud.client("sqs")
    s3.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket="bucket", Key="key")
    s3.delete_object(Bucket="bucket", Key="key")
    bodies = [json.loads(message["Body"]) for message in sqs.receive_message(
        QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]]  # fmt: skip
    removed = next(body["Records"][0]["s3"]["object"] for body in bodies if "Removed" in str(body))
    assert removed["key"] == "key"
    assert removed["eTag"] == "d41d8cd98f00b204e9800998ecf8427e"
    assert "size" not in removed
    assert removed["versionId"]
