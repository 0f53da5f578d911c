"""The stack as a whole."""

import json
import re

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from modules import STAGES
from modules.datasets import DATASETS
from tests.conftest import Stack, Synthesize, environment
from tests.modules.snapshots import EACH_ENVIRONMENT, ENVIRONMENTS, EVERYTHING_SET

QUESTIONS = ("aws_athena_named_query", "aws_athena_prepared_statement")  # more than all others


def addresses(stack: Stack) -> list[str]:
    return sorted(
        f"{kind}.{name}" for kind, found in stack.json["resource"].items() for name in found
    )


def test_addresses_are_the_ones_people_have_state_for(
    example: Stack, snapshot: SnapshotAssertion
) -> None:
    """A difference replaces someone's resource: use move_from_id, write a State impact line."""
    pinned = snapshot.use_extension(JSONSnapshotExtension)
    parts: dict[str, list[str]] = {}
    for address in addresses(example):
        kind = address.partition(".")[0]
        parts.setdefault(kind if kind in QUESTIONS else "everything_else", []).append(address)
    for part, found in parts.items():
        assert found == pinned(name=part)


@EACH_ENVIRONMENT
def test_nothing_else_changed_around_the_stages(
    name: str, synthesize: Synthesize, snapshot: SnapshotAssertion
) -> None:
    """Providers, backend, what is forgotten; the resources are pinned stage by stage."""
    stack = synthesize(**ENVIRONMENTS[name])
    around = {key: value for key, value in stack.json.items() if key not in ("resource", "output")}
    assert around == snapshot(extension_class=JSONSnapshotExtension)
    assert {path.split("/")[1] for path in stack.paths.values()} == set(STAGES)


@EACH_ENVIRONMENT
def test_no_output_changed(name: str, synthesize: Synthesize, snapshot: SnapshotAssertion) -> None:
    """Their values; other configurations read them by name."""
    outputs = synthesize(**ENVIRONMENTS[name]).json["output"]
    values = {output: found["value"] for output, found in outputs.items()}
    assert values == snapshot(extension_class=JSONSnapshotExtension)


def test_no_resource_is_lost_in_synthesis() -> None:
    """Two resources with one logical id merge silently; so count the tree."""
    from modules.pipeline import CostPipeline

    from cdktf import Testing as CdktfTesting  # isort: skip
    from cdktf import TerraformResource

    stack = CostPipeline(CdktfTesting.app(), "example", environment())
    nodes = [node for node in stack.node.find_all() if isinstance(node, TerraformResource)]
    assert len(addresses(Stack(stack.to_terraform()))) == len(nodes)


def test_the_tree_lists_the_stages_in_the_datas_order() -> None:
    """As modules/ and the README do."""
    from modules.pipeline import CostPipeline

    from cdktf import Testing as CdktfTesting  # isort: skip

    stack = CostPipeline(CdktfTesting.app(), "example", environment())
    children = [child.node.id for child in stack.node.children]
    assert [child for child in children if child in STAGES] == list(STAGES)


def test_no_token_is_left_in_the_json(example: Stack) -> None:
    """A sliced token would end up as text."""
    assert "TfToken" not in json.dumps(example.json)


def test_synthesis_names_no_path_and_no_time(example: Stack) -> None:
    """The same bytes on every machine."""
    text = json.dumps(example.json)
    assert not re.search(r'"/(home|root|tmp|Users|work)/', text)
    assert not re.search(r"20\d\d-\d\d-\d\dT", text)


def test_another_account_cannot_be_planned(example: Stack) -> None:
    """The names belong to this account; both providers refuse others."""
    providers = example.json["provider"]["aws"]
    assert [provider.get("alias") for provider in providers] == [None, "billing"]
    assert [provider["region"] for provider in providers] == ["eu-west-1", "us-east-1"]
    assert all(provider["allowed_account_ids"] == ["123456789012"] for provider in providers)


def test_only_exports_live_in_the_billing_region(example: Stack) -> None:
    """Everything else is at home."""
    billed = {
        kind
        for kind, found in example.json["resource"].items()
        for arguments in found.values()
        if arguments.get("provider") == "aws.billing"
    }
    assert billed == {"aws_bcmdataexports_export", "aws_cur_report_definition"}


def test_the_provider_range_spans_what_the_arguments_allow(example: Stack) -> None:
    """5.100 to the end of 6."""
    required = example.json["terraform"]["required_providers"]["aws"]
    assert required == {"source": "aws", "version": ">= 5.100.0, < 7.0.0"}
    assert '"region"' not in json.dumps(example.json["resource"].get("aws_s3_bucket"))


def test_providers_that_forget_an_empty_configuration_are_left_out(synthesize: Synthesize) -> None:
    """Those of 6.29 to 6.39, where there is an export of carbon emissions."""
    carbon = synthesize(exports={"carbon": {"enabled": True}})
    version = carbon.json["terraform"]["required_providers"]["aws"]["version"]
    assert version.startswith(">= 5.100.0, < 7.0.0, != 6.29.0, ")
    assert version.endswith(", != 6.39.0")


@pytest.mark.parametrize(
    ("backend", "expected"),
    [
        ({"type": "local"}, {"local": {"path": "../../../terraform.example.tfstate"}}),
        (
            {"type": "s3", "bucket": "state", "region": "eu-west-1"},
            {
                "s3": {
                    "bucket": "state",
                    "key": "aws-cost-pipeline/example.tfstate",
                    "region": "eu-west-1",
                    "encrypt": True,
                    "use_lockfile": True,
                }
            },
        ),
    ],
)
def test_state_is_kept_where_the_setting_says(
    synthesize: Synthesize, backend: dict[str, str], expected: dict[str, object]
) -> None:
    """Relative, or locked in S3."""
    assert synthesize(backend=backend).json["terraform"]["backend"] == expected


def test_hcp_terraform_is_a_cloud_block(synthesize: Synthesize) -> None:
    """Organisation and workspace."""
    terraform = synthesize(
        backend={"type": "cloud", "organization": "acme", "workspace": "costs"}
    ).json["terraform"]
    assert terraform["cloud"]["organization"] == "acme"
    assert terraform["cloud"]["workspaces"] == {"name": "costs"}
    assert "backend" not in terraform


def test_outputs_say_what_the_next_person_needs(example: Stack) -> None:
    """Each with a description."""
    outputs = example.json["output"]
    assert set(outputs) == {
        "database",
        "workgroup",
        "results_bucket",
        "reader_policy_arn",
        "crawl_starter_arn",
        "undelivered_events_queue_url",
        "month_sealer_arn",
        "alarm_topic_arn",
        *(
            f"{dataset}_{what}"
            for dataset in ("cur2", "focus", "legacy_cur")
            for what in ("bucket", "queue_url", "dead_letter_queue_url", "crawler", "table")
        ),
    }
    assert all(output["description"] for output in outputs.values())


def test_a_registered_export_has_no_queue_and_no_crawler(
    example: Stack, synthesize: Synthesize
) -> None:
    """Nor outputs of them; table, bucket, export, rule and all the rest keep their addresses."""
    exports = {"cur2": {"catalog": "registered"}, "legacy_cur": {"enabled": True}}
    registered = synthesize(exports=exports)
    gone = {name.rsplit("_", 1)[0] for name in set(addresses(example)) - set(addresses(registered))}
    assert gone == {
        "aws_cloudwatch_metric_alarm.monitoring_alarms_cur2_dead_letters",
        "aws_glue_crawler.catalog_cur2_crawler",
        "aws_iam_role.catalog_cur2_crawler_role",
        "aws_iam_role_policy.catalog_cur2_crawler_role_policy",
        "aws_sqs_queue.events_cur2_queue",
        "aws_sqs_queue.events_cur2_queue_dead_letters",
    }
    assert set(addresses(registered)) < set(addresses(example))
    outputs = set(example.json["output"]) - set(registered.json["output"])
    assert outputs == {"cur2_crawler", "cur2_queue_url", "cur2_dead_letter_queue_url"}


def test_an_export_that_is_off_leaves_nothing_behind(synthesize: Synthesize) -> None:
    """Legacy CUR off: no queue, crawler, rule, query or output of it; data is forgotten, not lost."""
    off = {name: part for name, part in synthesize(exports={}).json.items() if name != "removed"}
    assert "legacy" not in json.dumps(off)


@pytest.mark.parametrize(
    "section",
    [
        *(f"exports.{dataset.name}" for dataset in DATASETS),
        "storage",
        "events",
        "catalog",
        "query",
        "access",
    ],
)
def test_every_setting_reaches_the_json(synthesize: Synthesize, section: str) -> None:
    """A documented setting that changes nothing is worse than none."""
    base: dict[str, object] = {"allow_data_deletion": True, "region": EVERYTHING_SET["region"]}
    if section != "query":
        base["query"] = {"library": {"themes": []}}  # half of a synthesis
    changed = _changes(section)
    for setting in changed:
        # Each version of a delivery can be kept only where no crawler sees them.
        needed: dict[str, object] = {"catalog": "registered"} if "overwrite" in setting else {}
        before = synthesize(**base, **_nested(section, needed)).json
        after = synthesize(**base, **_nested(section, needed | setting)).json
        assert after != before, f"{section}.{setting}"


def _changes(section: str) -> list[dict[str, object]]:
    found = EVERYTHING_SET
    for part in section.split("."):
        found = found[part]
    return [{name: value} for name, value in found.items() if name != "enabled"]


def _nested(section: str, setting: dict[str, object]) -> dict[str, object]:
    parts = section.split(".")
    if parts[0] != "exports":
        return {section: setting}
    exports: dict[str, dict[str, object]] = {d.name: {"enabled": False} for d in DATASETS}
    exports[parts[1]] = {"enabled": True, **setting}
    return {"exports": exports}
