"""Report definitions, refused when AWS would refuse them.

Combinations:
https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_cur_ReportDefinition.html
Permissions: https://docs.aws.amazon.com/cur/latest/userguide/cur-s3.html Quota:
https://docs.aws.amazon.com/cur/latest/userguide/billing-cur-limits.html Absent: no report is ever
written; deliveries come from the emulator's own data.
"""

from collections.abc import Sequence
from typing import Any

from moto.core.base_backend import BackendDict, BaseBackend

from emulator.aws.delivery_access import Deliverer
from emulator.aws.errors import Refusal, ValidationException

HOME = "us-east-1"
MAX_REPORTS = 10
PRINCIPAL = "billingreports.amazonaws.com"
ACTIONS = ("s3:GetBucketAcl", "s3:GetBucketPolicy", "s3:PutObject")

Definition = dict[str, Any]


class CurBackend(BaseBackend):  # type: ignore[misc]
    """One account's reports by name."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.reports: dict[str, Definition] = {}
        self._tags: dict[str, dict[str, str]] = {}

    def put(self, definition: Definition, tags: Sequence[dict[str, str]]) -> None:
        name = definition["ReportName"]
        if name in self.reports:
            raise Refusal(
                "DuplicateReportNameException", f"Report {name} already exists in the account"
            )
        if len(self.reports) >= MAX_REPORTS:
            raise Refusal(
                "ReportLimitReachedException", f"An account has at most {MAX_REPORTS} reports"
            )
        self._accept(definition)
        self._tags[name] = {tag["Key"]: tag["Value"] for tag in tags}

    def modify(self, name: str, definition: Definition) -> None:
        old = self._report(name)
        for key in ("ReportName", "TimeUnit", "ReportVersioning"):
            if key in definition and definition[key] != old.get(key):
                raise ValidationException(f"{key} of report {name} can't be changed")
        self._accept(definition)

    def delete(self, name: str) -> None:
        self._report(name)
        del self.reports[name], self._tags[name]

    def tags_of(self, name: str) -> dict[str, str]:
        """The report's tags, to read or to change. Raises ResourceNotFoundException."""
        if name not in self._tags:
            raise Refusal("ResourceNotFoundException", f"Report {name} does not exist")
        return self._tags[name]

    def _report(self, name: str) -> Definition:
        if name not in self.reports:
            raise ValidationException(f"Report {name} does not exist")
        return self.reports[name]

    def _accept(self, definition: Definition) -> None:
        _check_combination(definition)
        name, bucket = definition["ReportName"], definition["S3Bucket"]
        arn = f"arn:aws:cur:{HOME}:{self.account_id}:definition/{name}"
        # https://docs.aws.amazon.com/cur/latest/userguide/cur-consolidated-billing.html
        service = Deliverer(PRINCIPAL, self.account_id, arn, bucket_owner=self.account_id)
        if not service.may(ACTIONS, bucket, definition["S3Region"]):
            raise ValidationException(
                f"Failed to verify customer bucket permission. accountId: {self.account_id}, "
                f"bucket name: {bucket}, bucket region: {definition['S3Region']}"
            )
        service.leave_test_object(bucket)
        defaults = {"RefreshClosedReports": True, "ReportVersioning": "CREATE_NEW_REPORT"}
        self.reports[name] = defaults | definition


def _check_combination(definition: Definition) -> None:
    artifacts = definition.get("AdditionalArtifacts", [])
    parquet = definition["Format"] == "Parquet"
    if parquet != (definition["Compression"] == "Parquet"):
        raise ValidationException("Format and Compression must both be Parquet, or neither")
    if "ATHENA" in artifacts:
        demands = {
            "ATHENA must be the only artifact": len(artifacts) == 1,
            "ATHENA needs a non-empty S3Prefix": bool(definition["S3Prefix"]),
            "ATHENA needs Format Parquet": parquet,
            "ATHENA needs ReportVersioning OVERWRITE_REPORT": (
                definition.get("ReportVersioning") == "OVERWRITE_REPORT"
            ),
        }
        broken = [demand for demand, met in demands.items() if not met]
        if broken:
            raise ValidationException("; ".join(broken))
    elif artifacts and parquet:
        raise ValidationException(f"{' and '.join(artifacts)} can't be combined with Parquet")


cur_backends = BackendDict(CurBackend, "cur", use_boto3_regions=False, additional_regions=[HOME])
