"""Is the account enrolled? An account is not, until it asks.

https://docs.aws.amazon.com/cost-management/latest/userguide/coh-getting-started.html
Absent: recommendations; the generated ones arrive as an export.
"""

from datetime import UTC, datetime

from moto.core.base_backend import BackendDict, BaseBackend

HOME = "us-east-1"


class CostOptimizationHubBackend(BaseBackend):  # type: ignore[misc]
    """One account's enrolment."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.enrolled = False
        self.include_member_accounts = False
        self.created_at: datetime | None = None
        self.updated_at: datetime | None = None

    def update(self, status: str, include_member_accounts: bool) -> None:
        self.enrolled = status == "Active"
        self.include_member_accounts = include_member_accounts
        self.updated_at = datetime.now(UTC)
        self.created_at = self.created_at or self.updated_at


costoptimizationhub_backends = BackendDict(
    CostOptimizationHubBackend,
    "cost-optimization-hub",
    use_boto3_regions=False,
    additional_regions=[HOME],
)
