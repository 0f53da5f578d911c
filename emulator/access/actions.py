"""The permissions that an operation asks for.

As a rule the action is named as the operation. The exceptions are from the Service Authorization
Reference (https://docs.aws.amazon.com/service-authorization/latest/reference/), per service on the
page `list_<service>.html`, and for S3 from
https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
"""

from collections.abc import Mapping
from typing import Any

from emulator.access.call import ApiCall

# Signing name -> prefix of the actions, where they differ.
PREFIXES = {"monitoring": "cloudwatch", "cloudcontrolapi": "cloudformation"}

RENAMED: Mapping[tuple[str, str], str] = {
    ("budgets", "CreateBudget"): "ModifyBudget",
    ("budgets", "CreateNotification"): "ModifyBudget",
    ("budgets", "CreateSubscriber"): "ModifyBudget",
    ("budgets", "DeleteBudget"): "ModifyBudget",
    ("budgets", "DeleteNotification"): "ModifyBudget",
    ("budgets", "DeleteSubscriber"): "ModifyBudget",
    ("budgets", "DescribeBudget"): "ViewBudget",
    ("budgets", "DescribeBudgets"): "ViewBudget",
    ("budgets", "DescribeNotificationsForBudget"): "ViewBudget",
    ("budgets", "DescribeSubscribersForNotification"): "ViewBudget",
    ("budgets", "UpdateBudget"): "ModifyBudget",
    ("budgets", "UpdateNotification"): "ModifyBudget",
    ("s3", "CompleteMultipartUpload"): "PutObject",
    ("s3", "CopyObject"): "PutObject",
    ("s3", "CreateMultipartUpload"): "PutObject",
    ("s3", "DeleteBucketCors"): "PutBucketCORS",
    ("s3", "DeleteBucketEncryption"): "PutEncryptionConfiguration",
    ("s3", "DeleteBucketLifecycle"): "PutLifecycleConfiguration",
    ("s3", "DeleteBucketOwnershipControls"): "PutBucketOwnershipControls",
    ("s3", "DeleteBucketReplication"): "PutReplicationConfiguration",
    ("s3", "DeleteBucketTagging"): "PutBucketTagging",
    ("s3", "DeletePublicAccessBlock"): "PutBucketPublicAccessBlock",
    ("s3", "GetBucketAccelerateConfiguration"): "GetAccelerateConfiguration",
    ("s3", "GetBucketCors"): "GetBucketCORS",
    ("s3", "GetBucketEncryption"): "GetEncryptionConfiguration",
    ("s3", "GetBucketLifecycle"): "GetLifecycleConfiguration",
    ("s3", "GetBucketLifecycleConfiguration"): "GetLifecycleConfiguration",
    ("s3", "GetBucketNotificationConfiguration"): "GetBucketNotification",
    ("s3", "GetBucketReplication"): "GetReplicationConfiguration",
    ("s3", "GetObjectLockConfiguration"): "GetBucketObjectLockConfiguration",
    ("s3", "GetPublicAccessBlock"): "GetBucketPublicAccessBlock",
    ("s3", "HeadBucket"): "ListBucket",
    ("s3", "HeadObject"): "GetObject",
    ("s3", "ListBuckets"): "ListAllMyBuckets",
    ("s3", "ListMultipartUploads"): "ListBucketMultipartUploads",
    ("s3", "ListObjectVersions"): "ListBucketVersions",
    ("s3", "ListObjects"): "ListBucket",
    ("s3", "ListObjectsV2"): "ListBucket",
    ("s3", "ListParts"): "ListMultipartUploadParts",
    ("s3", "PutBucketAccelerateConfiguration"): "PutAccelerateConfiguration",
    ("s3", "PutBucketCors"): "PutBucketCORS",
    ("s3", "PutBucketEncryption"): "PutEncryptionConfiguration",
    ("s3", "PutBucketLifecycle"): "PutLifecycleConfiguration",
    ("s3", "PutBucketLifecycleConfiguration"): "PutLifecycleConfiguration",
    ("s3", "PutBucketNotificationConfiguration"): "PutBucketNotification",
    ("s3", "PutBucketReplication"): "PutReplicationConfiguration",
    ("s3", "PutObjectLockConfiguration"): "PutBucketObjectLockConfiguration",
    ("s3", "PutPublicAccessBlock"): "PutBucketPublicAccessBlock",
    ("s3", "UploadPart"): "PutObject",
    ("s3", "UploadPartCopy"): "PutObject",
    ("sqs", "DeleteMessageBatch"): "DeleteMessage",
    ("sqs", "SendMessageBatch"): "SendMessage",
    ("sqs", "ChangeMessageVisibilityBatch"): "ChangeMessageVisibility",
}
# Asked besides, when the call tags what it makes.
TAGGING: Mapping[tuple[str, str], str] = {
    ("athena", "CreateWorkGroup"): "TagResource",
    ("bcm-data-exports", "CreateExport"): "TagResource",
    ("budgets", "CreateBudget"): "TagResource",
    ("ce", "CreateAnomalyMonitor"): "TagResource",
    ("ce", "CreateAnomalySubscription"): "TagResource",
    ("cur", "PutReportDefinition"): "TagResource",
    ("events", "PutRule"): "TagResource",
    ("glue", "CreateCrawler"): "TagResource",
    ("grafana", "CreateWorkspace"): "TagResource",
    ("glue", "CreateDatabase"): "TagResource",
    ("iam", "CreatePolicy"): "TagPolicy",
    ("iam", "CreateRole"): "TagRole",
    ("kms", "CreateKey"): "TagResource",
    ("logs", "CreateLogGroup"): "TagResource",
    ("monitoring", "PutCompositeAlarm"): "TagResource",
    ("monitoring", "PutMetricAlarm"): "TagResource",
    ("s3", "CreateBucket"): "TagResource",
    ("sns", "CreateTopic"): "TagResource",
    ("sqs", "CreateQueue"): "TagQueue",
    ("states", "CreateStateMachine"): "TagResource",
}


def action(call: ApiCall) -> str:
    """`service:Action` of the call itself; what it asks for besides is in `needs.py`."""
    return f"{_prefix(call)}:{RENAMED.get((call.service, call.operation), call.operation)}"


def tagging_action(call: ApiCall) -> str | None:
    """What a call needs besides on the resource that it makes; None when it gives it no tags."""
    found = TAGGING.get((call.service, call.operation))
    return f"{_prefix(call)}:{found}" if found and _tags(call.parameters) else None


def _prefix(call: ApiCall) -> str:
    return PREFIXES.get(call.service, call.service)


def _tags(parameters: Mapping[str, Any]) -> bool:
    names = ("tags", "resourcetags")
    return any(
        name.lower().partition(".")[0] in names and found for name, found in parameters.items()
    )
