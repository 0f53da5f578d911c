"""The tables of sealed months."""

import pytest

from modules.views import VIEWS, read_view
from tests.conftest import Json, Stack, Synthesize


def table(stack: Stack, name: str) -> Json:
    return stack.resource("aws_glue_catalog_table", f"catalog_{name}_table")


@pytest.mark.parametrize("name", ["daily_costs", "resource_costs"])
def test_it_has_the_columns_of_its_view(example: Stack, name: str) -> None:
    """But for the month, which is the partition; none of its partitions is Terraform's."""
    source = read_view(VIEWS / f"{name}_source.sql")
    found = table(example, name)
    columns = found["storage_descriptor"]["columns"]
    assert [column["name"] for column in columns] == [c.name for c in source.columns[1:]]
    assert found["partition_keys"] == [{"name": "billing_period", "type": "string"}]
    assert not [key for key in found["parameters"] if key.startswith("projection")]
    assert "aws_glue_partition" not in example.json["resource"]


def test_it_has_no_types_that_readers_disagree_on(example: Stack) -> None:
    """How UNLOAD encodes timestamps is not documented, and maps are what makes a scan dear."""
    for name in ("daily_costs", "resource_costs"):
        columns = table(example, name)["storage_descriptor"]["columns"]
        assert {column["type"] for column in columns} <= {"string", "date", "double", "bigint"}


def test_tags_of_the_settings_are_columns(synthesize: Synthesize) -> None:
    """Of both tables, of their views and of what is unloaded."""
    tagged = synthesize(query={"tags": ["user_team", "user_cost-center"]})
    for name in ("daily_costs", "resource_costs"):
        columns = table(tagged, name)["storage_descriptor"]["columns"]
        assert {"tag_user_team", "tag_user_cost_center"} <= {column["name"] for column in columns}
    machine = tagged.resource("aws_sfn_state_machine", "query_month_sealer_state_machine")
    assert "purchase_option, tag_user_team, tag_user_cost_center, currency" in machine["definition"]


@pytest.mark.parametrize(
    "changes",
    [
        {"query": {"sealed": {"enabled": False}}},
        {
            "exports": {
                **{name: {"enabled": False} for name in ("cur2", "focus", "legacy_cur")},
                "carbon": {"enabled": True},
            }
        },
    ],
    ids=["turned off", "no costs"],
)
def test_nothing_is_sealed_without_the_setting_or_without_costs(
    synthesize: Synthesize, changes: Json
) -> None:
    """No table, no state machine, no schedule, no second workgroup; questions then read the views."""
    stack = synthesize(**changes)
    found = [path for path in stack.paths.values() if "seal" in path or "catch_up" in path]
    assert not [path for path in found if "/sealed_sources/" not in path]
    targets = stack.resources("aws_cloudwatch_event_target").values()
    assert not [t for t in targets if "sealer" in t["input_transformer"]["input_template"]]
