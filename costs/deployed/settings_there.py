"""Settings as an account already has them, so that adopting it changes as little as can be."""

from collections.abc import Iterable
from typing import Any

from costs.deployed.account import Account
from costs.deployed.choice import default_section
from modules.datasets import Dataset
from modules.library import library as library_of
from modules.naming import Names
from modules.plan import Plan
from modules.sealed import Sealing
from modules.settings.base import Settings
from modules.themes import THEMES
from modules.views import views_over

OUR_TAG = ("Project", "aws-cost-pipeline")
SECONDS_A_DAY = 86_400

Found = dict[str, dict[str, object]]  # section → key → value; None where AWS has nothing


def settings_there(account: Account, names: Names, datasets: Iterable[Dataset]) -> Found:
    """All that can be read back; the same of every dataset, so the first one's counts."""
    first = next(iter(datasets))
    queue = _queue(account, names.queue(first))
    retention = queue.get("MessageRetentionPeriod")
    delivered = _lifecycle(account, names.delivery_bucket(first.service))
    results = _lifecycle(account, names.results_bucket)
    return {
        "storage": {
            "noncurrent_days": _days(delivered, "NoncurrentVersionExpiration", "NoncurrentDays"),
            "results_days": _days(results, "Expiration", "Days"),
        },
        "events": {
            "visibility_timeout_seconds": _number(queue.get("VisibilityTimeout")),
            "message_retention_days": int(retention) // SECONDS_A_DAY if retention else None,
            "log_retention_days": _log_retention(account, names.crawl_starter_logs),
        },
        "catalog": {"safety_schedule": _schedule(account, names.crawler(first))},
        "query": {"scan_limit_bytes": _scan_limit(account, names.workgroup)},
    }


def catalog_there(account: Account, names: Names, dataset: Dataset) -> dict[str, object]:
    """A table without its crawler has its partitions from elsewhere: none is made for it."""
    if dataset.growing_schema:
        return {}
    table = account.ask("glue", "get_table", DatabaseName=names.database, Name=dataset.table)
    crawler = account.ask("glue", "get_crawler", Name=names.crawler(dataset))
    return {"catalog": "registered"} if table and not crawler else {}


def enrolled_there(account: Account, dataset: Dataset) -> dict[str, object]:
    """Whether an organization's members are enrolled with it: an apply says either way."""
    asked = "enrollment" in type(default_section(dataset)).model_fields
    included = asked and members_enrolled(account)
    return {"enrollment": "organization"} if included else {}


def members_enrolled(account: Account) -> bool:
    """In Cost Optimization Hub, by this account."""
    answer = account.ask("cost-optimization-hub", "list_enrollment_statuses") or {}
    enrolled = any(item["status"] == "Active" for item in answer.get("items", ()))
    return enrolled and bool(answer.get("includeMemberAccounts"))


def library_there(account: Account, plan: Plan) -> dict[str, object]:
    """Which of the plan's saved queries there are, when it is some of them."""
    query = plan.environment.query
    declared = {line.dataset.declared_table for line in plan.lines}
    views = views_over(declared, query.tags, query.listed_accounts)
    library = library_of(plan, views, Sealing.of(plan))
    saved = account.saved_queries(plan.names.workgroup)
    themes = [
        theme
        for theme, queries in library.items()
        if any(plan.names.saved_query(theme, query.name) in saved for query in queries)
    ]
    if not themes:
        return {}
    found: dict[str, object] = {"themes": themes} if len(themes) < len(library) else {}
    statements = (
        plan.names.prepared_statement(theme, query.name)
        for theme in themes
        for query in library[theme]
        if theme in THEMES and query.parameters
    )
    if (first := next(statements, None)) and not account.ask(
        "athena", "get_prepared_statement", StatementName=first, WorkGroup=plan.names.workgroup
    ):
        found["prepared_statements"] = False
    return found


def tags_there(account: Account, bucket: str) -> dict[str, str]:
    """What this project's bucket is tagged with, beside its own tag; of another's nothing."""
    tags = bucket_tags(account, bucket)
    name, value = OUR_TAG
    if tags.pop(name, None) != value:
        return {}
    return {key: value for key, value in tags.items() if not key.startswith("aws:")}


def bucket_tags(account: Account, bucket: str) -> dict[str, str]:
    """Empty for a bucket that isn't there."""
    if bucket not in account.buckets:
        return {}
    answer = account.ask("s3", "get_bucket_tagging", Bucket=bucket) or {}
    return {tag["Key"]: tag["Value"] for tag in answer.get("TagSet", ())}


def different(found: dict[str, object], default: Settings) -> dict[str, object]:
    """Those that a section has to say."""
    return {
        key: value
        for key, value in found.items()
        if value is not None and value != getattr(default, key)
    }


def _queue(account: Account, name: str) -> dict[str, Any]:
    found = account.ask("sqs", "get_queue_url", QueueName=name)
    if not found:
        return {}
    names = ["VisibilityTimeout", "MessageRetentionPeriod"]
    url = found["QueueUrl"]
    answer = account.ask("sqs", "get_queue_attributes", QueueUrl=url, AttributeNames=names) or {}
    attributes: dict[str, Any] = answer.get("Attributes", {})
    return attributes


def _lifecycle(account: Account, bucket: str) -> list[Any]:
    if bucket not in account.buckets:
        return []
    answer = account.ask("s3", "get_bucket_lifecycle_configuration", Bucket=bucket) or {}
    rules: list[Any] = answer.get("Rules", [])
    return rules


def _days(rules: list[Any], action: str, unit: str) -> int | None:
    days = (rule[action][unit] for rule in rules if unit in rule.get(action, {}))
    return next(days, None)


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _log_retention(account: Account, name: str) -> int | None:
    groups = account.pages("logs", "describe_log_groups", "logGroups", logGroupNamePrefix=name)
    named = (g.get("retentionInDays") for g in groups if g["logGroupName"] == name)
    return next(named, None)


def _schedule(account: Account, name: str) -> str | None:
    answer = account.ask("glue", "get_crawler", Name=name) or {}
    schedule = answer.get("Crawler", {}).get("Schedule", {})
    # moto gives the text that the crawler was made with
    expression: str | None = (
        schedule.get("ScheduleExpression") if isinstance(schedule, dict) else schedule
    )
    return expression


def _scan_limit(account: Account, name: str) -> int | None:
    configuration = (account.workgroup(name) or {}).get("Configuration", {})
    limit: int | None = configuration.get("BytesScannedCutoffPerQuery")
    return limit
