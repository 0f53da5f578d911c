"""What who deploys may do with exports and reports, and with what recommendations need first."""

from collections.abc import Iterator, Sequence

from modules.datasets import BillingService
from modules.datasets.data_exports import DataExportsDataset
from modules.iam.grant import Grant
from modules.plan import Delivery, Plan

HUB = "cost-optimization-hub.bcm.amazonaws.com"


def data_exports_grants(plan: Plan) -> Iterator[Grant]:
    """Exports of Data Exports, whichever API makes them."""
    names = plan.names
    exports = _own_exports(plan, BillingService.DATA_EXPORTS)
    if not exports:
        return
    yield Grant(
        "Exports",
        [names.billing_arn("bcm-data-exports", f"export/{d.export}-*") for d in exports],
        reads=("bcm-data-exports:GetExport", "bcm-data-exports:ListTagsForResource"),
        writes=(
            "bcm-data-exports:TagResource",
            "bcm-data-exports:UntagResource",
        ),
    )
    deleted = [d for d in exports if _deletable(d, plan)]
    if deleted:
        yield Grant(
            "DeleteExports",
            [names.billing_arn("bcm-data-exports", f"export/{d.export}-*") for d in deleted],
            writes=("bcm-data-exports:DeleteExport",),
        )
    yield from _made_of(plan, exports)


def _made_of(plan: Plan, exports: Sequence[Delivery]) -> Iterator[Grant]:
    """An export is made of a table, and of a billing view where the table has one.

    https://docs.aws.amazon.com/cur/latest/userguide/bcm-data-exports-access.html
    """
    names = plan.names
    datasets = [d.dataset for d in exports if isinstance(d.dataset, DataExportsDataset)]
    tables = sorted({dataset.exports_table for dataset in datasets})
    yield Grant(
        "CreateExports",
        [
            *(names.billing_arn("bcm-data-exports", f"export/{d.export}-*") for d in exports),
            *(names.billing_arn("bcm-data-exports", f"table/{table}") for table in tables),
            *([names.billing_view_arn] if any(d.billing_view for d in datasets) else []),
        ],
        writes=("bcm-data-exports:CreateExport", "bcm-data-exports:UpdateExport"),
    )
    # AWS asks for it when an export is made, and doesn't say on what: its sample has `*`.
    yield Grant("CreateReports", "*", writes=("cur:PutReportDefinition",))


def recommendations_grants(plan: Plan) -> Iterator[Grant]:
    """Enrolment, the role of Data Exports, and what AWS tries when such an export is created.

    https://docs.aws.amazon.com/cost-management/latest/userguide/coh-trusted-access.html
    """
    if not _own_exports(plan, BillingService.DATA_EXPORTS):
        return
    yield Grant(
        "Hub",
        "*",  # the service has no resources to name
        reads=("cost-optimization-hub:ListEnrollmentStatuses",),
        writes=(
            "cost-optimization-hub:UpdateEnrollmentStatus",
            "cost-optimization-hub:ListRecommendations",
            "cost-optimization-hub:GetRecommendation",
            "sustainability:GetCarbonFootprintSummary",
        ),
    )
    # Who enrols makes the hub's role with it, and lets it into the organization for member accounts.
    yield Grant("HubRole", plan.names.linked_role_arn(HUB), writes=("iam:CreateServiceLinkedRole",))
    if plan.environment.exports.cost_optimization.enrollment == "organization":
        yield Grant(
            "TrustHub",
            "*",
            writes=("organizations:EnableAWSServiceAccess",),
            conditions={"StringEquals": {"organizations:ServicePrincipal": HUB}},
        )
    yield Grant(
        "LinkedRole",
        plan.names.linked_role_arn("bcm-data-exports.amazonaws.com"),
        reads=("iam:GetRole",),
        writes=(
            "iam:CreateServiceLinkedRole",
            "iam:DeleteServiceLinkedRole",
            "iam:GetServiceLinkedRoleDeletionStatus",
            "iam:TagRole",
            "iam:UntagRole",
        ),
    )


def legacy_report_grants(plan: Plan) -> Iterator[Grant]:
    """Reports of the legacy Cost and Usage Report."""
    names = plan.names
    reports = _own_exports(plan, BillingService.LEGACY_REPORT)
    if not reports:
        return
    yield Grant("ListReports", "*", reads=("cur:DescribeReportDefinitions",))
    yield Grant(
        "Reports",
        [names.billing_arn("cur", f"definition/{d.export}") for d in reports],
        reads=("cur:ListTagsForResource",),
        writes=(
            "cur:PutReportDefinition",
            "cur:ModifyReportDefinition",
            "cur:TagResource",
            "cur:UntagResource",
        ),
    )
    deleted = [d for d in reports if _deletable(d, plan)]
    if deleted:
        yield Grant(
            "DeleteReports",
            [names.billing_arn("cur", f"definition/{d.export}") for d in deleted],
            writes=("cur:DeleteReportDefinition",),
        )


def cross_account_grants(plan: Plan) -> Iterator[Grant]:
    """Cloud Control, which makes a source's exports with the rights of who calls it.

    It has no resource-level permissions, so what it may touch is what the other grants name:
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudcontrolapi.html
    """
    exports = _own_exports(plan, BillingService.DATA_EXPORTS)
    deletable = any(_deletable(export, plan) for export in exports)
    yield Grant(
        "CloudControl",
        "*",
        reads=("cloudformation:DescribeType", "cloudformation:GetResource"),
        writes=(
            "cloudformation:CreateResource",
            "cloudformation:GetResourceRequestStatus",
            "cloudformation:UpdateResource",
            *(("cloudformation:DeleteResource",) if deletable else ()),
        ),
    )


def _own_exports(plan: Plan, service: BillingService) -> list[Delivery]:
    """Payers' exports are their own deployers' business."""
    own = (plan.own_delivery(line) for line in plan.lines if line.dataset.service is service)
    return [delivery for delivery in own if delivery]


def _deletable(delivery: Delivery, plan: Plan) -> bool:
    environment = plan.environment
    return environment.allow_data_deletion or delivery.dataset.name in environment.delete_exports
