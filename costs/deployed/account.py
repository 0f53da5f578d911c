"""What an AWS account has. Only reads; `policies/adopt.json` lists the actions."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from costs.deployed.deliveries import Delivered
from modules.naming import BILLING_REGION

if TYPE_CHECKING:
    import boto3

Answer = dict[str, Any]

BILLING_SERVICES = ("bcm-data-exports", "budgets", "ce", "cost-optimization-hub", "cur")

# How services say that something isn't there. Refusals are not among them.
ABSENT = frozenset(
    """AWS.SimpleQueueService.NonExistentQueue EntityNotFoundException InvalidRequestException
    NoSuchBucketPolicy NoSuchEntity NoSuchLifecycleConfiguration
    NotFound NotFoundException ResourceNotFound
    NoSuchPublicAccessBlockConfiguration NoSuchTagSet OwnershipControlsNotFoundError
    QueueDoesNotExist ResourceNotFoundException ServerSideEncryptionConfigurationNotFoundError
    StateMachineDoesNotExist""".split()
)


class Account:
    """One account, seen from `region`; exports and reports live in the billing region."""

    def __init__(self, session: "boto3.Session", region: str) -> None:
        self._session = session
        self._clients: dict[str, Any] = {}
        self._answers: dict[str, Answer | None] = {}
        self._saved: dict[str, dict[str, str]] = {}
        self.region = region

    @cached_property
    def id(self) -> str:
        """Of the credentials."""
        return str(self._client("sts").get_caller_identity()["Account"])

    @cached_property
    def buckets(self) -> frozenset[str]:
        """All that the account owns, in any region."""
        listed = self.pages("s3", "list_buckets", "Buckets")
        return frozenset(bucket["Name"] for bucket in listed)

    @cached_property
    def deliveries(self) -> tuple[Delivered, ...]:
        """Exports, then reports."""
        billing, cur = "bcm-data-exports", "cur"
        arns = [found["ExportArn"] for found in self.pages(billing, "list_exports", "Exports")]
        client = self._client(billing)
        exports = [client.get_export(ExportArn=arn)["Export"] for arn in arns]
        reports = self.pages(cur, "describe_report_definitions", "ReportDefinitions")
        return (
            *(Delivered.of_export(export) for export in exports),
            *(Delivered.of_report(report) for report in reports),
        )

    def workgroup(self, name: str) -> Answer | None:
        """Of Athena; None: not there."""
        answer = self.ask("athena", "get_work_group", WorkGroup=name)
        return answer["WorkGroup"] if answer else None

    def saved_queries(self, workgroup: str) -> dict[str, str]:
        """Ids by name; empty for a workgroup that isn't there."""
        if workgroup not in self._saved:
            self._saved[workgroup] = self._read_saved(workgroup)
        return self._saved[workgroup]

    def _read_saved(self, workgroup: str) -> dict[str, str]:
        if not self.workgroup(workgroup):
            return {}
        ids = self.pages("athena", "list_named_queries", "NamedQueryIds", WorkGroup=workgroup)
        found: dict[str, str] = {}
        for start in range(0, len(ids), 50):  # the most that one call takes
            some = ids[start : start + 50]
            answer = self.ask("athena", "batch_get_named_query", NamedQueryIds=some) or {}
            found |= {query["Name"]: query["NamedQueryId"] for query in answer["NamedQueries"]}
        return found

    def bucket_region(self, bucket: str) -> str:
        """S3 says nothing for us-east-1, and EU for buckets of eu-west-1 from long ago."""
        place = self._client("s3").get_bucket_location(Bucket=bucket)["LocationConstraint"]
        return {None: "us-east-1", "EU": "eu-west-1"}.get(place, str(place))

    def ask(self, service: str, operation: str, **parameters: object) -> Answer | None:
        """One answer, or None when AWS says that there is no such thing. Raises ClientError."""
        question = f"{service} {operation} {parameters}"
        if question not in self._answers:
            self._answers[question] = self._ask(service, operation, parameters)
        return self._answers[question]

    def _ask(self, service: str, operation: str, parameters: dict[str, object]) -> Answer | None:
        try:
            answer: Answer = getattr(self._client(service), operation)(**parameters)
        except ClientError as refused:
            if refused.response["Error"]["Code"] in ABSENT:
                return None
            raise
        return answer

    def pages(self, service: str, operation: str, key: str, **parameters: object) -> list[Any]:
        """The items of all pages."""
        paginator = self._client(service).get_paginator(operation)
        return [item for page in paginator.paginate(**parameters) for item in page.get(key, ())]

    def _client(self, service: str) -> Any:
        if service not in self._clients:
            region = BILLING_REGION if service in BILLING_SERVICES else self.region
            self._clients[service] = self._session.client(service, region_name=region)
        return self._clients[service]
