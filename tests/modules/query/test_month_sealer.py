"""What seals months: as deployed. What it does is in tests/emulator/test_month_sealer.py."""

import json
import re

from tests.conftest import Json, Stack, Synthesize

MACHINE = "query_month_sealer_state_machine"


def environment(stack: Stack) -> Json:
    """What the stack puts into the definition."""
    definition = json.loads(stack.resource("aws_sfn_state_machine", MACHINE)["definition"])
    told: Json = definition["States"]["Know the environment"]["Result"]
    return told


def test_it_reads_what_costs_are_made_of(synthesize: Synthesize) -> None:
    """With CUR 2.0 there, FOCUS changes no sealed month; without, it does."""
    both = environment(synthesize(exports={}))
    assert [found["table"] for found in both["deliveries"]] == ["cur2"]
    focus = environment(synthesize(exports={"cur2": {"enabled": False}}))
    assert [found["table"] for found in focus["deliveries"]] == ["focus"]


def test_no_column_is_taken_unseen(example: Stack) -> None:
    """A column that the table doesn't declare would be written and never read."""
    for table in environment(example)["tables"]:
        assert "*" not in table["columns"]
        assert "billing_period" not in table["columns"]


def test_its_role_writes_and_deletes_nothing_but_sealed_months(example: Stack) -> None:
    """No delivery, no result; no other table's partitions."""
    policy = example.policy("aws_iam_role_policy", "query_month_sealer_role_policy")
    by_action = {
        action: statement["Resource"]
        for statement in policy["Statement"]
        for action in (
            [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
        )
    }
    deleted = by_action["s3:DeleteObject"]
    assert all(
        re.search(r"storage_sealed_bucket_\w+\.arn}/(daily|resource)_costs/\*$", d) for d in deleted
    )
    tables = [
        arn.rpartition("/")[2] for arn in by_action["glue:UpdatePartition"] if ":table/" in arn
    ]
    assert tables == ["daily_costs", "resource_costs"]
    assert not [action for action in by_action if action.startswith("glue:Delete")]


def test_readers_limits_do_not_stop_it(synthesize: Synthesize) -> None:
    """A workgroup and a limit of its own."""
    small = synthesize(query={"scan_limit_bytes": 10_485_760})
    workgroups = small.resources("aws_athena_workgroup")
    limits = {
        name: found["configuration"]["bytes_scanned_cutoff_per_query"]
        for name, found in workgroups.items()
    }
    assert limits == {
        "query_workgroup": 10_485_760,
        "query_sealing_workgroup": 1024**4,
    }


def test_a_delivery_starts_it_after_the_crawl(example: Stack) -> None:
    """The crawl starter knows it for each export that costs are read from."""
    targets = example.resources("aws_cloudwatch_event_target")
    told = {
        name: "sealer" in target["input_transformer"]["input_template"]
        for name, target in targets.items()
        if "crawl_starter" in name
    }
    assert told == {
        "events_crawl_starter_cur2_target": True,
        "events_crawl_starter_focus_target": False,
        "events_crawl_starter_legacy_cur_target": True,
    }
    policy = example.policy("aws_iam_role_policy", "events_crawl_starter_role_policy")
    (seal,) = [s for s in policy["Statement"] if s["Sid"] == "SealMonths"]
    assert [MACHINE in arn for arn in seal["Resource"]] == [True]
