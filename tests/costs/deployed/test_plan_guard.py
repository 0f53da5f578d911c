"""The plan guard refuses what would lose data, protections or alarms, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from costs.deployed.plan_guard import Refusal, UnusablePlan, read_plan, refusals

Json = dict[str, Any]
BLOCK = dict.fromkeys(
    (
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
    ),
    True,
)
DENY_HTTP = {"Sid": "DenyPlainHttp", "Effect": "Deny", "Action": "s3:*", "Resource": "*"}
DELIVER = {"Sid": "Delivers", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}


def policy(*statements: Json) -> Json:
    return {"bucket": "data", "policy": json.dumps({"Statement": list(statements)})}


def encrypted(algorithm: str) -> Json:
    default = {"sse_algorithm": algorithm, "kms_master_key_id": ""}
    return {"bucket": "data", "rule": [{"apply_server_side_encryption_by_default": [default]}]}


def change(kind: str, *actions: str, before: Json, after: Json | None = None, **more: Any) -> Json:
    described = {"actions": list(actions), "before": before, "after": after} | more
    address = f"{kind}.it"
    return {"address": address, "mode": "managed", "type": kind, "change": described}


def reasons(*changes: Json) -> list[str]:
    return [refusal.reason for refusal in refusals({"resource_changes": list(changes)})]


def update(kind: str, before: Json, after: Json, **more: Any) -> list[str]:
    return reasons(change(kind, "update", before=before, after=after, **more))


@pytest.mark.parametrize(
    "kind", ["aws_bcmdataexports_export", "aws_cur_report_definition", "aws_s3_bucket"]
)
@pytest.mark.parametrize("actions", [("delete",), ("delete", "create"), ("create", "delete")])
def test_data_is_neither_deleted_nor_replaced(kind: str, actions: tuple[str, ...]) -> None:
    """Exports, reports and buckets, in whatever order Terraform would do it."""
    assert len(reasons(change(kind, *actions, before={"bucket": "data"}))) == 1


def test_a_replacement_names_what_forces_it() -> None:
    """So that people see which setting it was."""
    (reason,) = reasons(
        change(
            "aws_bcmdataexports_export",
            "delete",
            "create",
            before={},
            replace_paths=[["export", 0, "name"]],
        )
    )
    assert "replaced, because export.name changes" in reason


def test_what_terraform_only_forgets_passes() -> None:
    """`removed` blocks leave everything in AWS as it is."""
    forgotten = [
        change(kind, "forget", before={"bucket": "data"})
        for kind in ("aws_s3_bucket", "aws_s3_bucket_policy", "aws_bcmdataexports_export")
    ]
    assert reasons(*forgotten) == []


@pytest.mark.parametrize("actions", [("create",), ("no-op",), ("read",)])
def test_what_comes_or_stays_passes(actions: tuple[str, ...]) -> None:
    """A first plan is not refused."""
    for kind in ("aws_s3_bucket", "aws_s3_bucket_policy", "aws_cloudwatch_metric_alarm"):
        assert reasons(change(kind, *actions, before={}, after={"bucket": "data"})) == []


def test_a_bucket_that_may_be_emptied_may_go_with_its_protections() -> None:
    """Query results: force_destroy says that they can be asked for again."""
    bucket = {"bucket": "results", "force_destroy": True}
    gone = change("aws_s3_bucket", "delete", before=bucket)
    block = change("aws_s3_bucket_public_access_block", "delete", before={"bucket": "results"})
    assert reasons(gone, block) == []
    assert len(reasons(block)) == 1, "a bucket that stays keeps its protections"


def test_force_destroy_is_not_turned_on_unasked() -> None:
    """It is harmless until the next destroy."""
    found = update("aws_s3_bucket", {"force_destroy": False}, {"force_destroy": True})
    assert "force_destroy would be turned on" in found[0]


@pytest.mark.parametrize(
    "kind",
    [
        "aws_s3_bucket_public_access_block",
        "aws_s3_bucket_policy",
        "aws_s3_bucket_server_side_encryption_configuration",
        "aws_s3_bucket_versioning",
        "aws_s3_bucket_ownership_controls",
    ],
)
def test_no_protection_of_a_bucket_goes(kind: str) -> None:
    """Nor is it replaced, which leaves the bucket bare for a moment."""
    for actions in (["delete"], ["delete", "create"]):
        (reason,) = reasons(change(kind, *actions, before={"bucket": "data"}))
        assert "of data would be" in reason


def test_public_access_stays_blocked() -> None:
    """Each of the four switches counts."""
    block = "aws_s3_bucket_public_access_block"
    for flag in BLOCK:
        assert update(block, BLOCK, BLOCK | {flag: False}) == [
            f"the public access block of None would be weaker: {flag} off"
        ]
    assert update(block, BLOCK, BLOCK) == []


def test_refusals_of_a_bucket_policy_stay_while_grants_may_change() -> None:
    """A payer more or less is no weaker bucket; plain HTTP is."""
    kind = "aws_s3_bucket_policy"
    assert update(kind, policy(DENY_HTTP), policy(DENY_HTTP, DELIVER)) == []
    (reason,) = update(kind, policy(DENY_HTTP, DELIVER), policy(DELIVER))
    assert reason.endswith("Deny statements gone or changed: DenyPlainHttp")
    unknown = update(kind, policy(DENY_HTTP), {"bucket": "data"}, after_unknown={"policy": True})
    assert "known only after the apply" in unknown[0]


def test_encryption_gets_no_weaker() -> None:
    """From a KMS key to S3's own; the other way is welcome."""
    kind = "aws_s3_bucket_server_side_encryption_configuration"
    assert update(kind, encrypted("AES256"), encrypted("aws:kms")) == []
    assert "no KMS key" in update(kind, encrypted("aws:kms"), encrypted("AES256"))[0]
    assert "no default encryption" in update(kind, encrypted("AES256"), {"bucket": "data"})[0]


def test_versioning_is_not_suspended_and_acls_stay_off() -> None:
    """Both are what undo a mistake, or prevent one."""
    versions = [{"versioning_configuration": [{"status": s}]} for s in ("Enabled", "Suspended")]
    assert "Enabled → Suspended" in update("aws_s3_bucket_versioning", *versions)[0]
    owners = [
        {"rule": [{"object_ownership": owner}]} for owner in ("BucketOwnerEnforced", "ObjectWriter")
    ]
    assert "→ ObjectWriter" in update("aws_s3_bucket_ownership_controls", *owners)[0]


def test_an_alarm_keeps_telling_somebody() -> None:
    """A threshold may change; who is told may not get fewer."""
    alarm = {"actions_enabled": True, "alarm_actions": ["arn:topic"], "threshold": 1}
    kind = "aws_cloudwatch_metric_alarm"
    assert update(kind, alarm, alarm | {"threshold": 2}) == []
    assert "arn:topic no longer told" in update(kind, alarm, alarm | {"alarm_actions": []})[0]
    assert "actions_enabled off" in update(kind, alarm, alarm | {"actions_enabled": False})[0]
    assert "nobody would be told" in reasons(change(kind, "delete", before=alarm))[0]


def test_what_watches_the_money_goes_only_when_it_is_allowed() -> None:
    """A tag's column would leave the deliveries, too."""
    for kind in ("aws_budgets_budget", "aws_ce_anomaly_monitor", "aws_ce_anomaly_subscription"):
        assert "nobody would be told" in reasons(change(kind, "delete", before={"name": "b"}))[0]
    tag = change("aws_ce_cost_allocation_tag", "delete", before={"tag_key": "team"})
    assert "tell no costs by it" in reasons(tag)[0]


def test_a_refusal_is_a_line_with_the_address() -> None:
    """For people and for grep."""
    assert str(Refusal("aws_s3_bucket.it", "gone")) == "aws_s3_bucket.it: gone"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "can't be read as JSON"),
        ("[]", "not a Terraform plan"),
        ('{"format_version": "1.2", "values": {}}', "not a Terraform plan"),
        ('{"format_version": "2.0", "planned_values": {}}', "format version '2.0'"),
        ('{"format_version": "1.2", "planned_values": {}, "errored": true}', "planning failed"),
    ],
)
def test_a_file_that_is_no_plan_is_not_taken_for_a_harmless_one(
    tmp_path: Path, content: str, told: str
) -> None:
    """A state, an empty file, a plan that failed: each says what to do."""
    file = tmp_path / "plan.json"
    file.write_text(content)
    with pytest.raises(UnusablePlan, match=told):
        read_plan(file)


def test_an_alarm_goes_with_what_it_watches() -> None:
    """Unasked: an export that is off needs none. The composite one goes with the last of its parts."""

    def plan(**dimensions: str) -> Json:
        alarm = {"alarm_name": "cid-a", "dimensions": dimensions}
        kind = "aws_cloudwatch_metric_alarm"
        return {
            "resource_changes": [
                change(kind, "delete", before=alarm),
                change(
                    "aws_cloudwatch_composite_alarm",
                    "delete",
                    before={"alarm_rule": 'ALARM("cid-a")'},
                ),
                change(
                    "aws_cloudwatch_event_rule", "delete", before={"name": "cid-focus-delivered"}
                ),
            ]
        }

    assert refusals(plan(RuleName="cid-focus-delivered")) == []
    assert refusals(plan(Pipeline="cid", Dataset="focus")) == []
    assert len(refusals(plan(RuleName="cid-cur2-delivered"))) == 2
