"""Which operation a request is."""

from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest

from emulator.access.call import ApiCall, read_call
from emulator.cloud.cloud import Cloud

BUCKET, KEY = "b", "folder/a file+.parquet"


class Sent(Exception):
    """The request that botocore would send."""

    def __init__(self, request: AWSPreparedRequest) -> None:
        self.request = request


@pytest.fixture
def read(cloud: Cloud) -> Any:
    """Ask a client for an operation; the call that its request is read as."""

    def catch(request: AWSPreparedRequest, **_: object) -> None:
        raise Sent(request)

    def asked(service: str, operation: str, **parameters: object) -> ApiCall:
        client = cloud.client(service)
        event = f"before-send.{service}.{operation}"
        client.meta.events.register(event, catch)
        try:
            method = client.meta.method_to_api_mapping
            name = next(name for name, api in method.items() if api == operation)
            with pytest.raises(Sent) as sent:
                getattr(client, name)(**parameters)
        finally:
            client.meta.events.unregister(event, catch)
        call = read_call(_environ(sent.value.request), _body(sent.value.request))
        assert call is not None
        return call

    return asked


def _environ(request: AWSPreparedRequest) -> dict[str, str]:
    path, _, query = request.url.partition("?")
    headers = {
        f"HTTP_{name.upper().replace('-', '_')}": _text(value)
        for name, value in request.headers.items()
    }
    place = "/" + path.split("/", 3)[3]
    return {**headers, "REQUEST_METHOD": request.method, "PATH_INFO": place, "QUERY_STRING": query}


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _body(request: AWSPreparedRequest) -> bytes:
    body = request.body
    if body is None:
        return b""
    return body.encode() if isinstance(body, str) else bytes(body)


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("CreateBucket", {}),
        ("HeadBucket", {}),
        ("DeleteBucket", {}),
        ("ListObjects", {}),
        ("ListObjectsV2", {}),
        ("ListObjectVersions", {}),
        ("GetBucketEncryption", {}),
        ("DeletePublicAccessBlock", {}),
        ("GetBucketLifecycleConfiguration", {}),
        ("GetBucketNotificationConfiguration", {}),
        ("GetObject", {"Key": KEY}),
        ("HeadObject", {"Key": KEY}),
        ("PutObject", {"Key": KEY, "Body": b""}),
        ("UploadPart", {"Key": KEY, "UploadId": "u", "PartNumber": 1}),
        ("ListParts", {"Key": KEY, "UploadId": "u"}),
        ("AbortMultipartUpload", {"Key": KEY, "UploadId": "u"}),
        ("GetObjectTagging", {"Key": KEY}),
    ],
)
def test_s3_is_read_from_method_path_and_query(
    read: Any, operation: str, parameters: dict[str, object]
) -> None:
    """botocore's own requests."""
    call = read("s3", operation, Bucket=BUCKET, **parameters)
    same = {"GetBucketLifecycle", "GetBucketNotification"}  # older names of one request
    assert call.operation == operation or call.operation in same
    assert call.parameters["Bucket"] == BUCKET
    assert call.parameters["Key"] == parameters.get("Key", "")


def test_a_deletion_of_many_names_each(read: Any) -> None:
    """With versions."""
    objects = [{"Key": "a&b"}, {"Key": "c", "VersionId": "1"}]
    call = read("s3", "DeleteObjects", Bucket=BUCKET, Delete={"Objects": objects})
    assert call.parameters["Objects"] == [("a&b", None), ("c", "1")]


def test_json_and_query_protocols_name_their_operation(read: Any) -> None:
    """In a header, or in the form."""
    call = read("glue", "GetTable", DatabaseName="d", Name="t")
    assert (call.service, call.operation, call.parameters["Name"]) == ("glue", "GetTable", "t")
    call = read("iam", "GetRole", RoleName="r")
    assert (call.service, call.operation, call.parameters["RoleName"]) == ("iam", "GetRole", "r")
    assert (call.access_key, call.region) == ("emulated", "eu-west-1")


def test_the_rest_protocol_names_it_in_method_and_path(read: Any) -> None:
    """An ARN in a path has slashes."""
    call = read("grafana", "UpdateWorkspace", workspaceId="g-0123456789", workspaceName="costs")
    assert call.operation == "UpdateWorkspace"
    assert call.parameters == {"workspaceId": "g-0123456789", "workspaceName": "costs"}
    arn = "arn:aws:grafana:eu-west-1:123456789012:/workspaces/g-0123456789"
    call = read("grafana", "TagResource", resourceArn=arn, tags={"a": "b"})
    assert (call.operation, call.parameters["resourceArn"]) == ("TagResource", arn)
