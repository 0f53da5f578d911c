"""A restricted caller is let in as far as the policies go, and refused in AWS's words."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator.cloud.cloud import Caller, Cloud
from modules import iam

Call = Callable[[Cloud], object]
BUCKET = "arn:aws:s3:::bills"
ROLE = "arn:aws:iam::123456789012:role/r"


def allow(cloud: Cloud, actions: str | list[str], resources: str | list[str], **more: Any) -> None:
    cloud.restrict(
        Caller.READER, [iam.document(iam.statement("Allowed", actions, resources, **more))]
    )


def s3(cloud: Cloud) -> Any:
    return cloud.client("s3", caller=Caller.READER)


def refused(call: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(ClientError) as error:
        call()
    return error.value.response["Error"]["Code"], error.value.response["Error"]["Message"]


def test_the_owner_is_not_restricted(cloud: Cloud) -> None:
    """Everybody who comes with the owner's key."""
    allow(cloud, "s3:ListBucket", BUCKET)
    assert cloud.client("sqs").create_queue(QueueName="q")


def test_s3_says_access_denied(cloud: Cloud) -> None:
    """As XML, and as a bare 403 to HEAD; the message names caller, action and ARN."""
    allow(cloud, "s3:GetObject", f"{BUCKET}/*")
    code, message = refused(lambda: s3(cloud).get_bucket_encryption(Bucket="bills"))
    assert code == "AccessDenied"
    assert message == (
        "User: arn:aws:iam::123456789012:user/reader is not authorized to perform: "
        "s3:GetEncryptionConfiguration on resource: arn:aws:s3:::bills because no identity-based "
        "policy allows the s3:GetEncryptionConfiguration action"
    )
    assert refused(lambda: s3(cloud).head_bucket(Bucket="bills"))[0] == "403"


@pytest.mark.parametrize(
    ("service", "call", "code", "action"),
    [
        ("iam", lambda c: c.get_role(RoleName="r"), "AccessDenied", "iam:GetRole"),
        (
            "glue",
            lambda c: c.get_tables(DatabaseName="d"),
            "AccessDeniedException",
            "glue:GetTables",
        ),
        (
            "sqs",
            lambda c: c.create_queue(QueueName="q"),
            "AccessDeniedException",
            "sqs:CreateQueue",
        ),
        ("cur", lambda c: c.describe_report_definitions(), "AccessDeniedException", "cur:Describe"),
    ],
)
def test_each_protocol_has_its_own_shape(
    cloud: Cloud, service: str, call: Callable[[Any], object], code: str, action: str
) -> None:
    """Clients read the code as they would from AWS."""
    allow(cloud, "s3:GetObject", "*")
    client = cloud.client(service, caller=Caller.READER)
    found, message = refused(lambda: call(client))
    assert found == code
    assert f"is not authorized to perform: {action}" in message


def test_the_arn_of_the_request_is_compared(cloud: Cloud) -> None:
    """One queue and no other."""
    allow(cloud, "sqs:CreateQueue", "arn:aws:sqs:eu-west-1:123456789012:mine")
    sqs = cloud.client("sqs", caller=Caller.READER)
    assert sqs.create_queue(QueueName="mine")
    assert "123456789012:other" in refused(lambda: sqs.create_queue(QueueName="other"))[1]


def test_tags_are_a_permission_of_their_own(cloud: Cloud) -> None:
    """Whoever creates with tags tags."""
    allow(cloud, "sqs:CreateQueue", "*")
    sqs = cloud.client("sqs", caller=Caller.READER)
    _, message = refused(lambda: sqs.create_queue(QueueName="q", tags={"a": "b"}))
    assert "sqs:TagQueue" in message


def test_a_service_linked_role_is_made_for_one_service(cloud: Cloud) -> None:
    """AWS names it, below a path of the service's own."""
    path = "arn:aws:iam::123456789012:role/aws-service-role/bcm-data-exports.amazonaws.com/*"
    allow(cloud, "iam:CreateServiceLinkedRole", path)
    client = cloud.client("iam", "us-east-1", caller=Caller.READER)
    assert client.create_service_linked_role(AWSServiceName="bcm-data-exports.amazonaws.com")
    other = {"AWSServiceName": "ecs.amazonaws.com"}
    assert refused(lambda: client.create_service_linked_role(**other))[0] == "AccessDenied"


def test_a_role_is_passed_to_one_service(cloud: Cloud) -> None:
    """iam:PassRole, with the service that gets it."""
    asked = {"Name": "c", "Role": ROLE, "DatabaseName": "d", "Targets": {}}
    glue = cloud.client("glue", caller=Caller.READER)
    allow(cloud, "glue:CreateCrawler", "*")
    assert f"iam:PassRole on resource: {ROLE}" in refused(lambda: glue.create_crawler(**asked))[1]
    passed = {"StringEquals": {"iam:PassedToService": "states.amazonaws.com"}}
    allow(cloud, ["glue:CreateCrawler", "iam:PassRole"], "*", conditions=passed)
    assert "glue:CreateCrawler" in refused(lambda: glue.create_crawler(**asked))[1]


def test_a_role_without_the_boundary_is_refused(cloud: Cloud) -> None:
    """The condition that makes boundaries worth having."""
    boundary = cloud.client("iam").create_policy(
        PolicyName="boundary",
        PolicyDocument=iam.render(iam.document(iam.statement("A", "s3:*", "*"))),
    )["Policy"]["Arn"]
    bounded = {"StringEquals": {"iam:PermissionsBoundary": boundary}}
    allow(cloud, "iam:CreateRole", ROLE, conditions=bounded)
    client = cloud.client("iam", caller=Caller.READER)
    asked = {
        "RoleName": "r",
        "AssumeRolePolicyDocument": iam.render(iam.trust("glue.amazonaws.com")),
    }
    assert refused(lambda: client.create_role(**asked))[0] == "AccessDenied"
    assert client.create_role(**asked, PermissionsBoundary=boundary)


def test_a_deletion_of_many_needs_each(cloud: Cloud) -> None:
    """DeleteObjects is as many permissions as it has objects."""
    s3_owner = cloud.client("s3")
    s3_owner.create_bucket(
        Bucket="bills", CreateBucketConfiguration={"LocationConstraint": cloud.region}
    )
    allow(cloud, "s3:DeleteObject", f"{BUCKET}/mine/*")
    mine, other = {"Key": "mine/a"}, {"Key": "other/a"}
    assert s3(cloud).delete_objects(Bucket="bills", Delete={"Objects": [mine]})
    _, message = refused(
        lambda: s3(cloud).delete_objects(Bucket="bills", Delete={"Objects": [mine, other]})
    )
    assert "s3:DeleteObject on resource: arn:aws:s3:::bills/other/a" in message


def test_nobody_needs_a_permission_to_know_who_they_are(cloud: Cloud) -> None:
    """sts:GetCallerIdentity."""
    allow(cloud, "s3:ListBucket", BUCKET)
    assert cloud.client("sts", caller=Caller.READER).get_caller_identity()


def test_a_workspace_is_told_from_others_by_its_tag(cloud: Cloud) -> None:
    """AWS chooses its id."""
    made = cloud.client("grafana").create_workspace(
        accountAccessType="CURRENT_ACCOUNT",
        authenticationProviders=["SAML"],
        permissionType="SERVICE_MANAGED",
    )
    arn = f"arn:aws:grafana:eu-west-1:123456789012:/workspaces/{made['workspace']['id']}"
    ours = {"StringEquals": {"aws:ResourceTag/Project": "costs"}}
    allow(cloud, "grafana:DescribeWorkspace", arn.replace(arn[-12:], "*"), conditions=ours)
    reader, asked = cloud.client("grafana", caller=Caller.READER), {"workspaceId": arn[-12:]}
    assert refused(lambda: reader.describe_workspace(**asked))[0] == "AccessDeniedException"
    cloud.client("grafana").tag_resource(resourceArn=arn, tags={"Project": "costs"})
    assert reader.describe_workspace(**asked)
