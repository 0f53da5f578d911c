"""Which resources of a synthesized stack an account has, and by which ids Terraform imports them.

Each function knows one type, as the provider's page of it says under "Import".
A part of a bucket is told only when the bucket has it, for the import of an absent one fails.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from costs.deployed.account import Account, Answer
from costs.deployed.deliveries import EXPORT, REPORT
from modules.naming import PARTITION

Arguments = Mapping[str, Any]  # of one resource, as synthesized; names in place of references
Find = Callable[[Account, Arguments], str | None]
_REFERENCE = re.compile(r"\$\{(\w+)\.(\w+)\.(?:id|name|bucket|arn)\}")


@dataclass(frozen=True)
class Synthesized:
    """One resource; `path` is its construct's, below the stack."""

    path: str
    type: str
    arguments: Arguments


def synthesized(stack: Mapping[str, Any]) -> Iterator[Synthesized]:
    """All resources of `cdk.tf.json`."""
    resources = stack["resource"]

    def resolved(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: resolved(found) for name, found in value.items()}
        if isinstance(value, list):
            return [resolved(found) for found in value]
        found = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
        if not found:
            return value
        referred = resources[found[1]][found[2]]
        return referred.get("bucket") or referred.get("name", value)

    for kind, instances in resources.items():
        for arguments in instances.values():
            path = arguments["//"]["metadata"]["path"].split("/", 1)[1]
            yield Synthesized(path, kind, resolved(arguments))


def _bucket(account: Account, arguments: Arguments) -> str | None:
    name: str = arguments["bucket"]
    return name if name in account.buckets else None


def _of_bucket(operation: str, has: Callable[[Answer], object] = bool) -> Find:
    def find(account: Account, arguments: Arguments) -> str | None:
        bucket = _bucket(account, arguments)
        answer = account.ask("s3", operation, Bucket=bucket) if bucket else None
        return bucket if answer and has(answer) else None

    return find


def _tells_somebody(notification: Answer) -> bool:
    return any(key.endswith(("Configurations", "Configuration")) for key in notification)


def _export(account: Account, arguments: Arguments) -> str | None:
    return _delivery(account, arguments["export"][0]["name"], EXPORT)


def _report(account: Account, arguments: Arguments) -> str | None:
    return _delivery(account, arguments["report_name"], REPORT)


def _delivery(account: Account, name: str, kind: str) -> str | None:
    is_export = kind == EXPORT
    named = (d.id for d in account.deliveries if d.name == name and bool(d.table) == is_export)
    return next(named, None)


def _named(service: str, operation: str, parameter: str) -> Find:
    """Types that are imported by the name that they are asked for by."""

    def find(account: Account, arguments: Arguments) -> str | None:
        name: str = arguments["name"]
        return name if account.ask(service, operation, **{parameter: name}) else None

    return find


def _workgroup(account: Account, arguments: Arguments) -> str | None:
    name: str = arguments["name"]
    return name if account.workgroup(name) else None


def _database(account: Account, arguments: Arguments) -> str | None:
    name = arguments["name"]
    return f"{account.id}:{name}" if account.ask("glue", "get_database", Name=name) else None


def _table(account: Account, arguments: Arguments) -> str | None:
    database, name = arguments["database_name"], arguments["name"]
    found = account.ask("glue", "get_table", DatabaseName=database, Name=name)
    return f"{account.id}:{database}:{name}" if found else None


def _saved_query(account: Account, arguments: Arguments) -> str | None:
    return account.saved_queries(arguments["workgroup"]).get(arguments["name"])


def _prepared_statement(account: Account, arguments: Arguments) -> str | None:
    workgroup, name = arguments["workgroup"], arguments["name"]
    asked = {"StatementName": name, "WorkGroup": workgroup}
    found = account.workgroup(workgroup) and account.ask(
        "athena", "get_prepared_statement", **asked
    )
    return f"{workgroup}/{name}" if found else None


def _queue(account: Account, arguments: Arguments) -> str | None:
    found = account.ask("sqs", "get_queue_url", QueueName=arguments["name"])
    return str(found["QueueUrl"]) if found else None


def _log_group(account: Account, arguments: Arguments) -> str | None:
    name: str = arguments["name"]
    groups = account.pages("logs", "describe_log_groups", "logGroups", logGroupNamePrefix=name)
    return name if name in {group["logGroupName"] for group in groups} else None


def _rule_target(account: Account, arguments: Arguments) -> str | None:
    rule = arguments["rule"]
    if not account.ask("events", "describe_rule", Name=rule):
        return None
    targets = account.pages("events", "list_targets_by_rule", "Targets", Rule=rule)
    return f"{rule}/{targets[0]['Id']}" if targets else None


def _state_machine(account: Account, arguments: Arguments) -> str | None:
    arn = f"arn:{PARTITION}:states:{account.region}:{account.id}:stateMachine:{arguments['name']}"
    return (
        arn if account.ask("stepfunctions", "describe_state_machine", stateMachineArn=arn) else None
    )


def _role_policy(account: Account, arguments: Arguments) -> str | None:
    """Terraform chose the name of ours, so it is the one that the role has."""
    role = arguments["role"]
    if not account.ask("iam", "get_role", RoleName=role):
        return None
    policies = account.pages("iam", "list_role_policies", "PolicyNames", RoleName=role)
    return f"{role}:{policies[0]}" if policies else None


def _policy(account: Account, arguments: Arguments) -> str | None:
    path = arguments.get("path", "/")
    arn = f"arn:{PARTITION}:iam::{account.id}:policy{path}{arguments['name']}"
    return arn if account.ask("iam", "get_policy", PolicyArn=arn) else None


def _enrollment(account: Account, arguments: Arguments) -> str | None:
    hub = "cost-optimization-hub"
    statuses = account.pages(hub, "list_enrollment_statuses", "items")
    enrolled = {status["accountId"] for status in statuses if status["status"] == "Active"}
    return account.id if account.id in enrolled else None


def _service_linked_role(account: Account, arguments: Arguments) -> str | None:
    path = f"/aws-service-role/{arguments['aws_service_name']}/"
    roles = account.pages("iam", "list_roles", "Roles", PathPrefix=path)
    return str(roles[0]["Arn"]) if roles else None


def _alarm(account: Account, arguments: Arguments) -> str | None:
    name: str = arguments["alarm_name"]
    kinds = ["MetricAlarm", "CompositeAlarm"]
    asked = {"AlarmNames": [name], "AlarmTypes": kinds}
    found = account.ask("cloudwatch", "describe_alarms", **asked) or {}
    return name if any(found.get(f"{kind}s") for kind in kinds) else None


def _dashboard(account: Account, arguments: Arguments) -> str | None:
    name: str = arguments["dashboard_name"]
    return name if account.ask("cloudwatch", "get_dashboard", DashboardName=name) else None


def _topic_of(argument: str) -> Find:
    """A topic, or its policy, which it always has."""

    def find(account: Account, arguments: Arguments) -> str | None:
        arn = _topic_arn(account, arguments[argument])
        return arn if account.ask("sns", "get_topic_attributes", TopicArn=arn) else None

    return find


def _topic_arn(account: Account, name: str) -> str:
    return f"arn:{PARTITION}:sns:{account.region}:{account.id}:{name}"


def _subscription(account: Account, arguments: Arguments) -> str | None:
    """One that waits for its confirmation has no ARN yet."""
    topic = _topic_arn(account, arguments["topic_arn"])
    if not account.ask("sns", "get_topic_attributes", TopicArn=topic):
        return None
    listed = account.pages("sns", "list_subscriptions_by_topic", "Subscriptions", TopicArn=topic)
    arns = [s["SubscriptionArn"] for s in listed if s["Endpoint"] == arguments["endpoint"]]
    return next((arn for arn in arns if arn.startswith("arn:")), None)


def _key(account: Account, arguments: Arguments) -> str | None:
    """By what its description says, among those with an alias of somebody's own."""
    for alias in account.pages("kms", "list_aliases", "Aliases"):
        if "TargetKeyId" in alias and not alias["AliasName"].startswith("alias/aws/"):
            described = account.ask("kms", "describe_key", KeyId=alias["TargetKeyId"]) or {}
            key = described.get("KeyMetadata", {})
            if key.get("Enabled") and key.get("Description") == arguments["description"]:
                return str(key["KeyId"])
    return None


def _key_alias(account: Account, arguments: Arguments) -> str | None:
    name: str = arguments["name"]
    aliases = account.pages("kms", "list_aliases", "Aliases")
    return name if name in {alias["AliasName"] for alias in aliases} else None


def _stack(account: Account, arguments: Arguments) -> str | None:
    """AWS goes on listing what was deleted for ninety days."""
    name: str = arguments["name"]
    for stack in account.pages("cloudformation", "list_stacks", "StackSummaries"):
        if stack["StackName"] == name and stack["StackStatus"] != "DELETE_COMPLETE":
            return name
    return None


def _budget(account: Account, arguments: Arguments) -> str | None:
    asked = {"AccountId": account.id, "BudgetName": arguments["name"]}
    found = account.ask("budgets", "describe_budget", **asked)
    return f"{account.id}:{arguments['name']}" if found else None


def _cost_monitor(account: Account, arguments: Arguments) -> str | None:
    """Of services an account has one, whatever its name."""
    monitors = account.pages("ce", "get_anomaly_monitors", "AnomalyMonitors")
    wanted = arguments["monitor_dimension"]
    return next((m["MonitorArn"] for m in monitors if m.get("MonitorDimension") == wanted), None)


def _anomaly_subscription(account: Account, arguments: Arguments) -> str | None:
    listed = account.pages("ce", "get_anomaly_subscriptions", "AnomalySubscriptions")
    named = (s["SubscriptionArn"] for s in listed if s["SubscriptionName"] == arguments["name"])
    return next(named, None)


def _cost_allocation_tag(account: Account, arguments: Arguments) -> str | None:
    key: str = arguments["tag_key"]
    found = account.ask("ce", "list_cost_allocation_tags", TagKeys=[key], Status="Active") or {}
    return key if found.get("CostAllocationTags") else None


def _workspace(account: Account, arguments: Arguments) -> str | None:
    """A name is not unique: nobody knows which of two is meant."""
    workspaces = account.pages("grafana", "list_workspaces", "workspaces")
    ids = [str(found["id"]) for found in workspaces if found.get("name") == arguments["name"]]
    return ids[0] if len(ids) == 1 else None


FINDERS: Mapping[str, Find] = {
    "aws_athena_named_query": _saved_query,
    "aws_athena_prepared_statement": _prepared_statement,
    "aws_athena_workgroup": _workgroup,
    "aws_budgets_budget": _budget,
    EXPORT: _export,
    "aws_ce_anomaly_monitor": _cost_monitor,
    "aws_ce_anomaly_subscription": _anomaly_subscription,
    "aws_ce_cost_allocation_tag": _cost_allocation_tag,
    "aws_cloudformation_stack": _stack,
    "aws_cloudwatch_composite_alarm": _alarm,
    "aws_cloudwatch_dashboard": _dashboard,
    "aws_cloudwatch_metric_alarm": _alarm,
    "aws_cloudwatch_event_rule": _named("events", "describe_rule", "Name"),
    "aws_cloudwatch_event_target": _rule_target,
    "aws_cloudwatch_log_group": _log_group,
    "aws_costoptimizationhub_enrollment_status": _enrollment,
    REPORT: _report,
    "aws_glue_catalog_database": _database,
    "aws_glue_catalog_table": _table,
    "aws_glue_crawler": _named("glue", "get_crawler", "Name"),
    "aws_grafana_workspace": _workspace,
    "aws_iam_policy": _policy,
    "aws_iam_role": _named("iam", "get_role", "RoleName"),
    "aws_iam_role_policy": _role_policy,
    "aws_iam_service_linked_role": _service_linked_role,
    "aws_kms_alias": _key_alias,
    "aws_kms_key": _key,
    "aws_s3_bucket": _bucket,
    "aws_s3_bucket_lifecycle_configuration": _of_bucket("get_bucket_lifecycle_configuration"),
    "aws_s3_bucket_notification": _of_bucket(
        "get_bucket_notification_configuration", _tells_somebody
    ),
    "aws_s3_bucket_ownership_controls": _of_bucket("get_bucket_ownership_controls"),
    "aws_s3_bucket_policy": _of_bucket("get_bucket_policy"),
    "aws_s3_bucket_public_access_block": _of_bucket("get_public_access_block"),
    "aws_s3_bucket_server_side_encryption_configuration": _of_bucket("get_bucket_encryption"),
    "aws_s3_bucket_versioning": _of_bucket(
        "get_bucket_versioning", lambda answer: answer.get("Status")
    ),
    "aws_sfn_state_machine": _state_machine,
    "aws_sns_topic": _topic_of("name"),
    "aws_sns_topic_policy": _topic_of("arn"),
    "aws_sns_topic_subscription": _subscription,
    "aws_sqs_queue": _queue,
}
