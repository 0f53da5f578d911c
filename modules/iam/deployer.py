"""What who deploys an environment may do: policies to plan, and more to apply.

Exact ARNs, by the plan's names, wherever AWS has resource-level permissions
(https://docs.aws.amazon.com/service-authorization/latest/reference/). Reads of one resource end in a
wildcard where providers differ in what they read of it; writes are listed. Deleting cost data is
allowed only with `allow_data_deletion`, an export also where `delete_exports` names it. Absent:
Terraform's state, which is the user's own (a bucket, HCP).
"""

from collections.abc import Iterator

from modules.environment import Environment
from modules.iam.documents import Policy, document, statement
from modules.iam.exporter import (
    cross_account_grants,
    data_exports_grants,
    legacy_report_grants,
    recommendations_grants,
)
from modules.iam.grafana import grafana_workspace_grants
from modules.iam.grant import Grant
from modules.iam.monitoring import monitoring_grants
from modules.plan import Plan


def plan_access(plan: Plan) -> dict[str, Policy]:
    """`terraform plan` and no more.

    Four, for a source one, because IAM takes no managed policy of more than 6,144 characters.
    """
    return {
        part: document(
            *(statement(grant.sid, grant.reads, grant.resources) for grant in grants if grant.reads)
        )
        for part, grants in _parts(plan.environment).items()
    }


def apply_access(plan: Plan) -> dict[str, Policy]:
    """What `terraform apply`, and `destroy` of what isn't protected, need beside `plan_access`."""
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
    plan = Plan.of(environment.with_nothing_off)
    if environment.hub:
        return {
            "exports": [
                *data_exports_grants(plan),
                *cross_account_grants(plan),
                *recommendations_grants(plan),
            ]
        }
    return {
        "storage": [
            *_buckets(plan),
            *data_exports_grants(plan),
            *recommendations_grants(plan),
            *legacy_report_grants(plan),
        ],
        "pipeline": [*_queues(plan), *_catalog(plan), *_starter(plan), *_query(plan)],
        "monitoring": [*monitoring_grants(plan)],
        "roles": [*_roles(plan), *_passed_roles(plan), *_consumers(plan)],
    }


def _buckets(plan: Plan) -> Iterator[Grant]:
    names, environment = plan.names, plan.environment
    # Sealed months are protected as deliveries are.
    kept = [bucket.name for bucket in plan.buckets] + [names.sealed_bucket]
    delivery = [names.bucket_arn(bucket) for bucket in kept]
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


def _queues(plan: Plan) -> Iterator[Grant]:
    names = plan.names
    queues = [
        names.arn("sqs", queue)
        for line in plan.lines
        for queue in (names.queue(line.dataset), names.dead_letter_queue(line.dataset))
    ]
    queues.append(names.arn("sqs", names.undelivered_events))
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
    names, boundary = plan.names, plan.environment.access.permissions_boundary
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
            "iam:DetachRolePolicy",
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
        [names.policy_arn(policy) for policy in (names.reader_policy, names.own_policy("*"))],
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
    seal = (names.sealer_role, names.catch_up_role)
    readers = (
        names.grafana_role,
        names.quicksight_role,
        names.opencost_role,
        names.reader_role("*"),
    )
    roles = (*crawlers, names.starter_role, names.events_role, *seal, *readers)
    return [names.role_arn(role) for role in roles]


def _passed_roles(plan: Plan) -> Iterator[Grant]:
    names = plan.names
    passed = {
        "glue": [names.role_arn(names.crawler_role(line.dataset)) for line in plan.lines],
        "states": [names.role_arn(names.starter_role), names.role_arn(names.sealer_role)],
        "events": [names.role_arn(names.events_role), names.role_arn(names.catch_up_role)],
        "grafana": [names.role_arn(names.grafana_role)],
    }
    for service, roles in passed.items():
        yield Grant(
            f"PassTo{service.capitalize()}",
            roles,
            writes=("iam:PassRole",),
            conditions={"StringEquals": {"iam:PassedToService": f"{service}.amazonaws.com"}},
        )


def _consumers(plan: Plan) -> Iterator[Grant]:
    names = plan.names
    yield from grafana_workspace_grants(plan)
    yield Grant(
        "ExportsForCid",
        names.arn("cloudformation", f"stack/{names.cid_exports}/*"),
        reads=("cloudformation:DescribeStacks", "cloudformation:GetTemplate"),
        writes=(
            "cloudformation:CreateStack",
            "cloudformation:DeleteStack",
            "cloudformation:DescribeStackEvents",
            "cloudformation:TagResource",
            "cloudformation:UntagResource",
            "cloudformation:UpdateStack",
        ),
    )


def _catalog(plan: Plan) -> Iterator[Grant]:
    names = plan.names
    databases = (names.database, names.reader_database("*"))
    crawlers = [names.arn("glue", f"crawler/{names.crawler(line.dataset)}") for line in plan.lines]
    yield Grant(
        "Catalog",
        [
            *dict.fromkeys(arn for name in databases for arn in names.catalog_arns(["*"], name)),
            # DeleteDatabase asks for these too.
            *(names.arn("glue", f"userDefinedFunction/{name}/*") for name in databases),
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
        [*(names.arn("glue", f"database/{name}") for name in databases), *crawlers],
        reads=("glue:GetTags",),
        writes=("glue:TagResource", "glue:UntagResource"),
    )
    yield Grant("CreateCrawlers", "*", writes=("glue:CreateCrawler",))


def _starter(plan: Plan) -> Iterator[Grant]:
    names = plan.names
    tagging = ("TagResource", "UntagResource")
    yield Grant(
        "Rules",
        [names.arn("events", f"rule/{rule}") for rule in _rules(plan)],
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
        "StateMachines",
        [
            names.arn("states", f"stateMachine:{machine}")
            for machine in (names.crawl_starter, names.month_sealer)
        ],
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
    groups = (names.crawl_starter_logs, names.month_sealer_logs)
    logs = [names.arn("logs", f"log-group:{group}") for group in groups]
    # The provider has the definition validated, and lists log groups, while it plans.
    listed = ("logs:DescribeLogGroups", "states:ValidateStateMachineDefinition")
    yield Grant("NoResourceLevel", "*", reads=listed)
    yield Grant(
        "Logs",
        [arn for group in logs for arn in (group, f"{group}:*")],
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


def _rules(plan: Plan) -> list[str]:
    """A hub's payers come and go without new rights."""
    names = plan.names
    manifests = [
        names.manifest_rule(line.dataset, payer)
        for line in plan.lines
        for payer in dict.fromkeys(
            delivery.payer if delivery.payer == names.account_id else "*"
            for delivery in line.deliveries
        )
    ]
    return [*manifests, names.catch_up_rule, names.crawl_failed_rule]


def _query(plan: Plan) -> Iterator[Grant]:
    names = plan.names
    yield Grant(
        "Workgroups",
        [
            names.arn("athena", f"workgroup/{workgroup}")
            for workgroup in (
                names.workgroup,
                names.sealing_workgroup,
                names.grafana_workgroup,
                names.reader_workgroup("*"),
                names.opencost_workgroup,
            )
        ],
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
