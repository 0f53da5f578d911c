"""Would this Terraform plan lose cost data, what protects it, or the alarms that watch it?

Reads the JSON of `terraform show -json` (https://developer.hashicorp.com/terraform/internals/json-format)
and knows resources by type, never by name, so it guards any plan with these resources in it. A bucket
with `force_destroy` says itself that its objects may go; every other bucket holds data. What leaves the
configuration through a `removed` block is forgotten, not destroyed, and passes.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from athena.errors import ExpectedFailure

Values = Mapping[str, Any]  # a resource's arguments, as the plan shows them


class UnusablePlan(ExpectedFailure):
    """The file is no finished plan in JSON; `str()` says what to do."""


@dataclass(frozen=True)
class Refusal:
    """One resource and why its change must not happen unasked."""

    address: str
    reason: str

    def __str__(self) -> str:
        return f"{self.address}: {self.reason}"


@dataclass(frozen=True)
class Change:
    """What a plan does to one resource; `after` is empty when it goes."""

    address: str
    type: str
    actions: tuple[str, ...]
    before: Values
    after: Values
    unknown: Values  # arguments whose value only the apply will tell, as True
    causes: tuple[str, ...]  # arguments that force the replacement

    @classmethod
    def of(cls, described: Mapping[str, Any]) -> "Change":
        change = described["change"]
        unknown = change.get("after_unknown")
        return cls(
            described["address"],
            described["type"],
            tuple(change["actions"]),
            change.get("before") or {},
            change.get("after") or {},
            unknown if isinstance(unknown, dict) else {},
            tuple(_dotted(path) for path in change.get("replace_paths") or ()),
        )

    @property
    def removes(self) -> bool:
        return "delete" in self.actions

    @property
    def updates(self) -> bool:
        return self.actions == ("update",)

    @property
    def loss(self) -> str:
        """`deleted`, or `replaced, because export.name changes`."""
        if "create" not in self.actions:
            return "deleted"
        because = f", because {', '.join(self.causes)} changes" if self.causes else ""
        return f"replaced{because}"


def read_plan(path: Path) -> Mapping[str, Any]:
    """The parsed plan. Raises UnusablePlan."""
    advice = (
        "write it with: terraform plan -out plan.bin && terraform show -json plan.bin > plan.json"
    )
    try:
        plan = json.loads(path.read_text())
    except (OSError, ValueError) as problem:
        raise UnusablePlan(f"{path}: can't be read as JSON ({problem}); {advice}") from None
    if not isinstance(plan, dict) or "planned_values" not in plan:
        raise UnusablePlan(f"{path}: not a Terraform plan; {advice}")
    if not str(plan.get("format_version", "")).startswith("1."):
        found = plan.get("format_version")
        raise UnusablePlan(f"{path}: format version {found!r}; known is 1.x: use Terraform 1.x")
    if plan.get("errored"):
        raise UnusablePlan(f"{path}: planning failed, so the plan isn't whole; mend it, plan again")
    return plan


def refusals(plan: Mapping[str, Any]) -> list[Refusal]:
    """Everything that must not happen unasked, in the plan's order."""
    changes = [
        Change.of(described)
        for described in plan.get("resource_changes", ())
        if described.get("mode") == "managed"
    ]
    going = {
        str(change.before.get("bucket"))
        for change in changes
        if change.type == "aws_s3_bucket" and change.removes and change.before.get("force_destroy")
    }
    pointless = _alarms_of_nothing(changes)
    return [
        Refusal(change.address, reason)
        for change in changes
        if change.address not in pointless
        for reason in _reasons(change, disposable=going)
    ]


def _alarms_of_nothing(changes: Sequence[Change]) -> set[str]:
    """Addresses of alarms that go together with what they watch."""
    removed = [change for change in changes if change.actions == ("delete",)]
    names = {str(change.before.get("name")) for change in removed}
    alarms = [c for c in removed if c.type == "aws_cloudwatch_metric_alarm" and _watched(c) & names]
    gone = {str(change.before.get("alarm_name")) for change in alarms}
    wholes = [
        change
        for change in removed
        if change.type == "aws_cloudwatch_composite_alarm"
        and set(re.findall(r'"([^"]+)"', str(change.before.get("alarm_rule")))) <= gone
    ]
    return {change.address for change in (*alarms, *wholes)}


def _watched(alarm: Change) -> set[str]:
    """Names of queues, rules, machines, workgroups and tables; of a dataset, that of its rule."""
    dimensions: Mapping[str, str] = alarm.before.get("dimensions") or {}
    found = {value.rpartition(":")[2] for value in dimensions.values()}
    if dataset := dimensions.get("Dataset"):
        found.add(f"{dimensions.get('Pipeline')}-{dataset.replace('_', '-')}-delivered")
    return found


def _reasons(change: Change, disposable: Collection[str]) -> Iterator[str]:
    if change.type in DATA and change.removes:
        what, consequence = DATA[change.type]
        if not change.before.get("force_destroy"):
            yield f"{what} would be {change.loss}: {consequence}"
    elif change.type == "aws_s3_bucket" and change.updates:
        if change.after.get("force_destroy") and not change.before.get("force_destroy"):
            yield "force_destroy would be turned on: the next destroy deletes the data with it"
    elif change.type in PROTECTIONS and change.before.get("bucket") not in disposable:
        what, weaker = PROTECTIONS[change.type]
        if change.removes:
            yield f"{what} of {change.before.get('bucket')} would be {change.loss}"
        elif change.updates and (how := weaker(change)):
            yield f"{what} of {change.before.get('bucket')} would be weaker: {how}"
    elif change.type in ALARMS:
        if change.removes:
            yield f"{ALARMS[change.type]} would be {change.loss}: nobody would be told"
        elif change.updates and (how := _silenced(change)):
            yield f"{ALARMS[change.type]} would be silenced: {how}"


def _public_access(change: Change) -> str:
    flags = (
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
    )
    off = [flag for flag in flags if change.before.get(flag) and not _still(change, flag)]
    return f"{', '.join(off)} off" if off else ""


def _still(change: Change, argument: str) -> bool:
    return change.after.get(argument) is True and not change.unknown.get(argument)


def _policy(change: Change) -> str:
    if change.unknown.get("policy"):
        return "the new policy is known only after the apply"
    lost = _refusals_of(change.before) - _refusals_of(change.after)
    named = sorted(json.loads(statement).get("Sid", "without a Sid") for statement in lost)
    return f"Deny statements gone or changed: {', '.join(named)}" if named else ""


def _refusals_of(values: Values) -> set[str]:
    """The Deny statements of a policy, each as sorted JSON."""
    document = json.loads(values.get("policy") or "{}")
    statements = document.get("Statement", [])
    listed = statements if isinstance(statements, list) else [statements]
    return {json.dumps(one, sort_keys=True) for one in listed if one.get("Effect") == "Deny"}


def _encryption(change: Change) -> str:
    def keys(values: Values) -> list[tuple[str | None, str | None]]:
        defaults = [
            default
            for rule in values.get("rule") or ()
            for default in rule.get("apply_server_side_encryption_by_default") or ()
        ]
        return [(one.get("sse_algorithm"), one.get("kms_master_key_id")) for one in defaults]

    before, after = keys(change.before), keys(change.after)
    with_key = [algorithm for algorithm, _ in before if str(algorithm).startswith("aws:kms")]
    kept = [algorithm for algorithm, _ in after if str(algorithm).startswith("aws:kms")]
    if before and not after:
        return "no default encryption left"
    return "no KMS key any more" if with_key and not kept else ""


def _versioning(change: Change) -> str:
    def status(values: Values) -> str | None:
        found = values.get("versioning_configuration") or [{}]
        status: str | None = found[0].get("status")
        return status

    before, after = status(change.before), status(change.after)
    return f"{before} → {after}" if before == "Enabled" and after != "Enabled" else ""


def _ownership(change: Change) -> str:
    def owner(values: Values) -> str | None:
        found = values.get("rule") or [{}]
        owner: str | None = found[0].get("object_ownership")
        return owner

    before, after = owner(change.before), owner(change.after)
    enforced = "BucketOwnerEnforced"
    return f"{before} → {after}" if before == enforced and after != enforced else ""


def _silenced(change: Change) -> str:
    if change.before.get("actions_enabled") and not change.after.get("actions_enabled", True):
        return "actions_enabled off"
    if change.unknown.get("alarm_actions"):
        return ""  # told somebody else, who is being made by the same apply
    lost = set(change.before.get("alarm_actions") or ()) - set(
        change.after.get("alarm_actions") or ()
    )
    return f"{', '.join(sorted(lost))} no longer told" if lost else ""


def _dotted(path: list[str | int]) -> str:
    return ".".join(str(step) for step in path if not isinstance(step, int))


DATA = {
    "aws_bcmdataexports_export": (
        "the export",
        "its deliveries end, and AWS makes no old months for a new one but through Support",
    ),
    "aws_cur_report_definition": (
        "the report",
        "its deliveries end, and one of the same name in the same place corrupts what lies there",
    ),
    "aws_cloudcontrolapi_resource": ("the resource", "exports of other accounts are made this way"),
    "aws_s3_bucket": ("the bucket", "it holds data"),
    "aws_ce_cost_allocation_tag": (
        "the cost allocation tag",
        "later deliveries tell no costs by it; AWS tells twelve months anew, when asked",
    ),
}
PROTECTIONS: dict[str, tuple[str, Callable[[Change], str]]] = {
    "aws_s3_bucket_public_access_block": ("the public access block", _public_access),
    "aws_s3_bucket_policy": ("the policy", _policy),
    "aws_s3_bucket_server_side_encryption_configuration": ("the encryption", _encryption),
    "aws_s3_bucket_versioning": ("the versioning", _versioning),
    "aws_s3_bucket_ownership_controls": ("the ownership", _ownership),
}
ALARMS = {
    "aws_budgets_budget": "the budget",
    "aws_ce_anomaly_monitor": "the monitor of anomalies",
    "aws_ce_anomaly_subscription": "the subscription to anomalies",
    "aws_cloudwatch_metric_alarm": "the alarm",
    "aws_cloudwatch_composite_alarm": "the alarm",
    "aws_sns_topic": "the topic of alarms",
    "aws_sns_topic_subscription": "the subscription",
}
