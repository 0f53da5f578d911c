"""What recommendations need before they can be exported: enrolment, and a role for Data Exports.

https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cor.html An account has the role once,
whoever made it, so each is made here or expected. Absent: Compute Optimizer, whose opt-in is its own.
"""

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.costoptimizationhub_enrollment_status import (
    CostoptimizationhubEnrollmentStatus,
)
from cdktf_cdktf_provider_aws.iam_service_linked_role import IamServiceLinkedRole
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct

from modules.datasets import ExportSettings
from modules.datasets.cost_optimization import CostOptimizationSettings


class CostOptimizationHub(Construct):
    """Enrolment and role, as far as settings ask for them."""

    needed: list[ITerraformDependable]
    """What an export waits for."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: CostOptimizationSettings,
        billing: AwsProvider,
    ) -> None:
        super().__init__(scope, id_)
        self.needed = []
        if settings.enrollment != "exists":
            self.needed.append(
                CostoptimizationhubEnrollmentStatus(
                    self,
                    "enrollment",
                    include_member_accounts=settings.enrollment == "organization" or None,
                    provider=billing,
                )
            )
        if settings.service_linked_role == "create":
            self.needed.append(
                IamServiceLinkedRole(
                    self,
                    "service_linked_role",
                    aws_service_name="bcm-data-exports.amazonaws.com",
                    description="Lets Data Exports read recommendations",
                )
            )


def add_needed(
    scope: Construct, settings: ExportSettings, billing: AwsProvider
) -> list[ITerraformDependable]:
    """What an export with these settings waits for; empty for all but recommendations."""
    if not isinstance(settings, CostOptimizationSettings):
        return []
    hub = CostOptimizationHub(scope, "cost_optimization_hub", settings=settings, billing=billing)
    return hub.needed
