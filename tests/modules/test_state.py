"""Exports that are off, and resources that exist already: nothing is destroyed, nothing made twice."""

import pytest

from modules.datasets import DATASETS
from modules.settings.problems import SettingsError
from modules.state import KEPT
from tests.conftest import Stack, Synthesize

OFF = {"exports": {"legacy_cur": {"enabled": False}}}
REPORT = "aws_cur_report_definition"


def addresses(stack: Stack) -> set[str]:
    return {f"{kind}.{name}" for kind, found in stack.json["resource"].items() for name in found}


def forgotten(stack: Stack) -> set[str]:
    return {block["from"] for block in stack.json.get("removed", [])}


def test_what_an_export_had_is_forgotten_when_it_is_off(
    example: Stack, synthesize: Synthesize
) -> None:
    """Bucket, protections and report, at the addresses that people have state for."""
    off = synthesize(**OFF)
    had = addresses(example) - addresses(off)
    data = {address for address in had if address.split(".")[0] in KEPT}
    assert len(data) == 8
    assert forgotten(off) - forgotten(example) == data


def test_nothing_forgotten_is_destroyed(synthesize: Synthesize) -> None:
    """`destroy` is true where it isn't said."""
    blocks = synthesize(**OFF).json["removed"]
    assert all(block["lifecycle"] == {"destroy": False} for block in blocks)


def test_an_environment_with_nothing_off_forgets_nothing(synthesize: Synthesize) -> None:
    """Nothing is off."""
    every = {dataset.name: {"enabled": True} for dataset in DATASETS}
    assert "removed" not in synthesize(exports=every).json


def test_an_account_stays_enrolled_when_recommendations_are_off(example: Stack) -> None:
    """Others may rely on Cost Optimization Hub, and on the role."""
    kinds = {address.split(".")[0] for address in forgotten(example)}
    assert kinds == {
        "aws_bcmdataexports_export",
        "aws_costoptimizationhub_enrollment_status",
        "aws_iam_service_linked_role",
    }


def test_a_bucket_that_others_deliver_into_stays(synthesize: Synthesize) -> None:
    """Each address is either managed or forgotten."""
    off = synthesize(exports={"cur2": {"enabled": False}, "legacy_cur": {"enabled": True}})
    assert not forgotten(off) & addresses(off)


def test_an_export_goes_only_by_its_name(synthesize: Synthesize) -> None:
    """Then Terraform deletes it, and still keeps its bucket."""
    kept = forgotten(synthesize(**OFF))
    deleted = forgotten(synthesize(**OFF, delete_exports=["legacy_cur"]))
    (report,) = kept - deleted
    assert report.startswith(f"{REPORT}.")
    assert deleted < kept


def test_what_exists_is_imported(synthesize: Synthesize) -> None:
    """At its address, by the provider that reaches it."""
    stack = synthesize(
        imports={"storage/results_bucket/bucket": "results", "export/legacy_cur/report": "cid"}
    )
    billed, home = sorted(stack.json["import"], key=lambda block: str(block["id"]))
    assert billed["provider"] == "aws.billing"
    assert billed["to"].startswith(f"{REPORT}.export_legacy_cur_report")
    assert home["to"] in addresses(stack)
    assert home["id"] == "results"


def test_an_import_that_leads_nowhere_is_told(synthesize: Synthesize) -> None:
    """With the nearest path that does."""
    with pytest.raises(SettingsError) as refused:
        synthesize(imports={"storage/result_bucket/bucket": "results"})
    message = str(refused.value)
    assert "example.imports.storage/result_bucket/bucket" in message
    assert "e.g. storage/results_bucket/bucket" in message


@pytest.mark.parametrize(
    ("backend", "terraform"),
    [
        ({"type": "local"}, ">= 1.7.0"),
        ({"type": "s3", "bucket": "state", "region": "eu-west-1"}, ">= 1.10.0"),
    ],
)
def test_terraform_is_as_new_as_what_is_used(
    synthesize: Synthesize, backend: dict[str, str], terraform: str
) -> None:
    """`removed` blocks since 1.7, locking in S3 itself since 1.10."""
    assert synthesize(backend=backend).json["terraform"]["required_version"] == terraform


def test_an_account_that_becomes_a_source_keeps_what_it_has(
    example: Stack, synthesize: Synthesize
) -> None:
    """Its buckets and its former exports are forgotten, not destroyed."""
    source = synthesize(hub="210987654321", exports={})
    had = {address for address in addresses(example) if address.split(".")[0] in KEPT}
    results = {address for address in had if "storage_results_bucket" in address}
    assert had - addresses(source) - results <= forgotten(source)
    assert not forgotten(source) & addresses(source)


def test_a_source_forgets_an_export_that_is_off(synthesize: Synthesize) -> None:
    """What Cloud Control made is an export like any other; only its name in delete_exports ends it."""
    off = {"hub": "210987654321", "exports": {"focus": {"enabled": False}}}
    export = "aws_cloudcontrolapi_resource.export_focus_export"
    assert [address for address in forgotten(synthesize(**off)) if address.startswith(export)]
    deleted = synthesize(**off, delete_exports=["focus"])
    assert not [address for address in forgotten(deleted) if address.startswith(export)]


def test_own_exports_that_a_hub_gives_up_are_forgotten(
    example: Stack, synthesize: Synthesize
) -> None:
    """And its bucket of legacy CUR; what is there stays in AWS."""
    hub = synthesize(payers=["210987654321"], own_exports=False, exports={})
    had = {address for address in addresses(example) if address.split(".")[0] in KEPT}
    assert had - addresses(hub) <= forgotten(hub)


def test_a_payer_comes_and_goes_without_touching_what_is_there(
    example: Stack, synthesize: Synthesize
) -> None:
    """Added: a rule, a target and alarms an export. Changed: the policy and the notification of one
    bucket, what lists rules and alarms, and what seals months, which waits for the new payer, too."""
    hub = synthesize(payers=["210987654321"], own_exports=True)
    added = addresses(hub) - addresses(example)
    assert sorted(address.rpartition("_")[0] for address in added) == [
        *(
            f"aws_cloudwatch_event_{kind}.events_crawl_starter_{dataset}_210987654321_{kind}"
            for kind in ("rule", "target")
            for dataset in ("cur2", "focus")
        ),
        *(
            f"aws_cloudwatch_metric_alarm.monitoring_alarms_{dataset}_210987654321_not_{what}"
            for dataset in ("cur2", "focus")
            for what in ("delivered", "invoked")
        ),
    ]
    assert addresses(example) < addresses(hub)
    changed = {
        f"{kind}.{name.rpartition('_')[0]}"
        for kind, found in example.json["resource"].items()
        for name, arguments in found.items()
        if hub.json["resource"][kind][name] != arguments
    }
    assert changed == {
        "aws_cloudwatch_composite_alarm.monitoring_alarms_cur2_stale",
        "aws_cloudwatch_composite_alarm.monitoring_alarms_focus_stale",
        "aws_iam_role_policy.events_crawl_starter_role_policy",
        "aws_iam_role_policy.query_month_sealer_role_policy",
        "aws_sqs_queue.events_undelivered_events_queue",
        "aws_sfn_state_machine.query_month_sealer_state_machine",
        "aws_s3_bucket_notification.events_data_exports_notification",
        "aws_s3_bucket_policy.storage_data_exports_bucket_policy",
    }
