"""What who deploys an environment may do: a policy to plan, and more to apply.

Exact ARNs, by the plan's names, wherever AWS has resource-level permissions
(https://docs.aws.amazon.com/service-authorization/latest/reference/). Reads of one resource end in a
wildcard where providers differ in what they read of it; writes are listed. Deleting cost data is
allowed only with `allow_data_deletion`, an export also where `delete_exports` names it. Absent:
Terraform's state, which is the user's own (a bucket, HCP).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from modules.datasets import BillingService
from modules.datasets.data_exports import DataExportsDataset
from modules.environment import Environment
from modules.iam.documents import Conditions, Policy, document, statement
from modules.plan import Delivery, Plan


@dataclass(frozen=True)
class Grant:
    """What who plans may read of some resources, and who applies may write."""

    sid: str
    resources: str | Sequence[str]
    reads: Sequence[str] = ()
    writes: Sequence[str] = ()
    conditions: Conditions | None = None  # of the writes


def plan_access(plan: Plan) -> Policy:
    """`terraform plan` and no more."""
    grants = [grant for part in _parts(plan.environment).values() for grant in part if grant.reads]
    return document(*(statement(grant.sid, grant.reads, grant.resources) for grant in grants))


def apply_access(plan: Plan) -> dict[str, Policy]:
    """What `terraform apply`, and `destroy` of what isn't protected, need beside `plan_access`.

    Three, because IAM takes no managed policy of more than 6,144 characters.
    """
    return {
        part: document(
            *(
                statement(grant.sid, grant.writes, grant.resources, conditions=grant.conditions)
                for grant in grants
                if grant.writes
            )
        )
        for part, grants in _parts(plan.environment).items()
    }


def _parts(environment: Environment) -> dict[str, list[Grant]]:
    # With every export, so that one can be switched on or off without new rights.
    plan = Plan.of(environment.with_every_export)
    return {
        "storage": [
            *_buckets(plan),
            *_data_exports(plan),
            *_recommendations(plan),
            *_legacy_report(plan),
        ],
        "pipeline": [*_queues(plan), *_catalog(plan), *_starter(plan), *_query(plan)],
        "roles": [*_roles(plan), *_passed_roles(plan)],
    }


def _buckets(plan: Plan) -> Iterator[Grant]:
    names, environment = plan.names, plan.environment
    delivery = [names.bucket_arn(bucket.name) for bucket in plan.buckets]
    results = names.bucket_arn(names.results_bucket)
    yield Grant(
        "Buckets",
        [*delivery, results],
        reads=("s3:GetBucket*", "s3:Get*Configuration", "s3:ListBucket", "s3:ListTagsForResource"),
        writes=(
            "s3:CreateBucket",
            "s3:PutBucketNotification",
            "s3:PutBucketOwnershipControls",
            "s3:PutBucketPolicy",
            "s3:PutBucketPublicAccessBlock",
            "s3:PutBucketTagging",
            "s3:PutBucketVersioning",
            "s3:PutEncryptionConfiguration",
            "s3:PutLifecycleConfiguration",
            "s3:TagResource",
            "s3:UntagResource",
        ),
    )
    disposable = [results, *(delivery if environment.allow_data_deletion else ())]
    yield Grant("DeleteBuckets", disposable, writes=("s3:DeleteBucket", "s3:DeleteBucketPolicy"))
    emptied = [results, *(delivery if environment.storage.force_destroy else ())]
    yield Grant(
        "EmptyBuckets",
        [arn for bucket in emptied for arn in (bucket, f"{bucket}/*")],
        writes=("s3:ListBucketVersions", "s3:DeleteObject", "s3:DeleteObjectVersion"),
    )


def _data_exports(plan: Plan) -> Iterator[Grant]:
    names = plan.names
    exports = [d for d in plan.deliveries if d.dataset.service is BillingService.DATA_EXPORTS]
    yield Grant(
        "Exports",
        [names.billing_arn("bcm-data-exports", f"export/{d.export}-*") for d in exports],
        reads=("bcm-data-exports:GetExport", "bcm-data-exports:ListTagsForResource"),
        writes=(
            "bcm-data-exports:UpdateExport",
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
    datasets = (line.dataset for line in plan.lines)
    tables = sorted({d.exports_table for d in datasets if isinstance(d, DataExportsDataset)})
    yield Grant(
        "CreateExports",
        [
            *(names.billing_arn("bcm-data-exports", f"table/{table}") for table in tables),
            # AWS asks for both, and doesn't say for which report:
            # https://docs.aws.amazon.com/cur/latest/userguide/bcm-data-exports-access.html
            names.billing_arn("cur", "definition/*"),
        ],
        writes=(
            "bcm-data-exports:CreateExport",
            "bcm-data-exports:UpdateExport",
            "cur:PutReportDefinition",
        ),
    )


def _recommendations(plan: Plan) -> Iterator[Grant]:
    """Enrolment, the role of Data Exports, and what AWS tries when such an export is created."""
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


def _legacy_report(plan: Plan) -> Iterator[Grant]:
    names = plan.names
    reports = [d for d in plan.deliveries if d.dataset.service is BillingService.LEGACY_REPORT]
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


def _deletable(delivery: Delivery, plan: Plan) -> bool:
    environment = plan.environment
    return environment.allow_data_deletion or delivery.dataset.name in environment.delete_exports


def _queues(plan: Plan) -> Iterator[Grant]:
    names = plan.names
    queues = [
        names.arn("sqs", queue)
        for line in plan.lines
        for queue in (names.queue(line.dataset), names.dead_letter_queue(line.dataset))
    ]
    yield Grant(
        "Queues",
        queues,
        reads=("sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"),
        writes=(
            "sqs:CreateQueue",
            "sqs:DeleteQueue",
            "sqs:SetQueueAttributes",
            "sqs:TagQueue",
            "sqs:UntagQueue",
        ),
    )


def _roles(plan: Plan) -> Iterator[Grant]:
    boundary = plan.environment.access.permissions_boundary
    yield Grant(
        "Roles",
        _role_arns(plan),
        reads=(
            "iam:GetRole",
            "iam:GetRolePolicy",
            "iam:ListAttachedRolePolicies",
            "iam:ListInstanceProfilesForRole",
            "iam:ListRolePolicies",
        ),
        writes=(
            "iam:DeleteRole",
            "iam:DeleteRolePolicy",
            "iam:PutRolePolicy",
            "iam:TagRole",
            "iam:UntagRole",
            "iam:UpdateAssumeRolePolicy",
            *(() if boundary else ("iam:CreateRole", "iam:DeleteRolePermissionsBoundary")),
        ),
    )
    if boundary:
        yield Grant(
            "BoundedRoles",
            _role_arns(plan),
            writes=("iam:CreateRole", "iam:PutRolePermissionsBoundary"),
            conditions={"StringEquals": {"iam:PermissionsBoundary": boundary}},
        )
    yield Grant(
        "ReaderPolicy",
        plan.names.reader_policy_arn,
        reads=("iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions"),
        writes=(
            "iam:CreatePolicy",
            "iam:CreatePolicyVersion",
            "iam:DeletePolicy",
            "iam:DeletePolicyVersion",
            "iam:TagPolicy",
            "iam:UntagPolicy",
        ),
    )


def _role_arns(plan: Plan) -> list[str]:
    names = plan.names
    crawlers = [names.crawler_role(line.dataset) for line in plan.lines]
    return [names.role_arn(role) for role in (*crawlers, names.starter_role, names.events_role)]


def _passed_roles(plan: Plan) -> Iterator[Grant]:
    names = plan.names
    passed = {
        "glue": [names.role_arn(names.crawler_role(line.dataset)) for line in plan.lines],
        "states": [names.role_arn(names.starter_role)],
        "events": [names.role_arn(names.events_role)],
    }
    for service, roles in passed.items():
        yield Grant(
            f"PassTo{service.capitalize()}",
            roles,
            writes=("iam:PassRole",),
            conditions={"StringEquals": {"iam:PassedToService": f"{service}.amazonaws.com"}},
        )


def _catalog(plan: Plan) -> Iterator[Grant]:
    names = plan.names
    database = names.arn("glue", f"database/{names.database}")
    crawlers = [names.arn("glue", f"crawler/{names.crawler(line.dataset)}") for line in plan.lines]
    yield Grant(
        "Catalog",
        [
            *names.catalog_arns(["*"]),
            # DeleteDatabase asks for these too.
            names.arn("glue", f"userDefinedFunction/{names.database}/*"),
        ],
        reads=("glue:GetDatabase", "glue:GetTable", "glue:GetPartitionIndexes"),
        writes=(
            "glue:CreateDatabase",
            "glue:CreateTable",
            "glue:DeleteDatabase",
            "glue:DeleteTable",
            "glue:UpdateDatabase",
            "glue:UpdateTable",
        ),
    )
    yield Grant(
        "Crawlers",
        crawlers,
        reads=("glue:GetCrawler",),
        writes=("glue:UpdateCrawler", "glue:DeleteCrawler"),
    )
    yield Grant(
        "CatalogTags",
        [database, *crawlers],
        reads=("glue:GetTags",),
        writes=("glue:TagResource", "glue:UntagResource"),
    )
    yield Grant("CreateCrawlers", "*", writes=("glue:CreateCrawler",))


def _starter(plan: Plan) -> Iterator[Grant]:
    names = plan.names
    tagging = ("TagResource", "UntagResource")
    yield Grant(
        "Rules",
        [names.arn("events", f"rule/{names.manifest_rule(line.dataset)}") for line in plan.lines],
        reads=("events:DescribeRule", "events:ListTargetsByRule", "events:ListTagsForResource"),
        writes=(
            "events:DeleteRule",
            "events:PutRule",
            "events:PutTargets",
            "events:RemoveTargets",
            *(f"events:{action}" for action in tagging),
        ),
    )
    yield Grant(
        "StateMachine",
        names.arn("states", f"stateMachine:{names.crawl_starter}"),
        reads=(
            "states:DescribeStateMachine",
            "states:ListStateMachineVersions",
            "states:ListTagsForResource",
        ),
        writes=(
            "states:CreateStateMachine",
            "states:DeleteStateMachine",
            "states:UpdateStateMachine",
            *(f"states:{action}" for action in tagging),
        ),
    )
    logs = names.arn("logs", f"log-group:{names.crawl_starter_logs}")
    # The provider has the definition validated, and lists log groups, while it plans.
    listed = ("logs:DescribeLogGroups", "states:ValidateStateMachineDefinition")
    yield Grant("NoResourceLevel", "*", reads=listed)
    yield Grant(
        "Logs",
        [logs, f"{logs}:*"],
        reads=("logs:ListTagsForResource",),
        writes=(
            "logs:AssociateKmsKey",
            "logs:CreateLogGroup",
            "logs:DeleteLogGroup",
            "logs:DeleteRetentionPolicy",
            "logs:DisassociateKmsKey",
            "logs:PutRetentionPolicy",
            *(f"logs:{action}" for action in tagging),
        ),
    )


def _query(plan: Plan) -> Iterator[Grant]:
    yield Grant(
        "Workgroup",
        plan.names.arn("athena", f"workgroup/{plan.names.workgroup}"),
        reads=(
            "athena:GetWorkGroup",
            "athena:GetNamedQuery",
            "athena:GetPreparedStatement",
            "athena:ListTagsForResource",
        ),
        writes=(
            "athena:CreateNamedQuery",
            "athena:CreatePreparedStatement",
            "athena:CreateWorkGroup",
            "athena:DeleteNamedQuery",
            "athena:DeletePreparedStatement",
            "athena:DeleteWorkGroup",
            "athena:TagResource",
            "athena:UntagResource",
            "athena:UpdatePreparedStatement",
            "athena:UpdateWorkGroup",
        ),
    )
