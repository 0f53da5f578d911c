"""Exports of AWS Data Exports."""

from modules.datasets import CUR2
from tests.conftest import Json, Stack, Synthesize

ALL = {
    "cur2": {"enabled": True},
    "focus": {"enabled": True},
    "cost_optimization": {"enabled": True},
    "carbon": {"enabled": True},
}


def export(stack: Stack, dataset: str = "cur2") -> Json:
    arguments: Json = stack.resource("aws_bcmdataexports_export", f"export_{dataset}_export")
    return arguments


def query(stack: Stack, dataset: str) -> Json:
    found: Json = export(stack, dataset)["export"][0]["data_query"][0]
    return found


def configurations(stack: Stack) -> dict[str, str]:
    query = export(stack)["export"][0]["data_query"][0]
    found: dict[str, str] = query["table_configurations"]["COST_AND_USAGE_REPORT"]
    return found


def columns(stack: Stack) -> list[str]:
    statement: str = export(stack)["export"][0]["data_query"][0]["query_statement"]
    head, table = statement.split(" FROM ")
    assert table == "COST_AND_USAGE_REPORT"
    return head.removeprefix("SELECT ").split(", ")


def test_every_table_configuration_is_set(example: Stack) -> None:
    """A missing one comes back from AWS as a planned replacement."""
    assert configurations(example) == {
        "TIME_GRANULARITY": "DAILY",
        "INCLUDE_RESOURCES": "TRUE",
        "INCLUDE_SPLIT_COST_ALLOCATION_DATA": "TRUE",
        "INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY": "FALSE",
        "INCLUDE_CAPACITY_RESERVATION_DATA": "FALSE",
        "INCLUDE_IAM_PRINCIPAL_DATA": "FALSE",
        "BILLING_VIEW_ARN": "arn:aws:billing::123456789012:billingview/primary",
    }


def test_columns_are_enumerated_and_within_aws_quota(example: Stack) -> None:
    """No asterisk; 36,000 characters at most, even with everything on."""
    assert len(columns(example)) == 126
    query = export(example)["export"][0]["data_query"][0]["query_statement"]
    assert "*" not in query
    assert len(", ".join(column.name for column in CUR2.columns)) < 36_000


def test_no_column_is_selected_whose_flag_is_off(synthesize: Synthesize) -> None:
    """Resource ids and split costs go with their switches."""
    lean = synthesize(
        exports={"cur2": {"include_resources": False, "include_split_cost_allocation_data": False}}
    )
    assert "line_item_resource_id" not in columns(lean)
    assert not [name for name in columns(lean) if name.startswith("split_line_item_")]
    assert configurations(lean)["INCLUDE_RESOURCES"] == "FALSE"


def test_a_month_is_overwritten_not_added(example: Stack) -> None:
    """Parquet, and no second copy of a month for a crawler to count."""
    destination = export(example)["export"][0]["destination_configurations"][0]["s3_destination"][0]
    assert destination["s3_output_configurations"] == [
        {
            "overwrite": "OVERWRITE_REPORT",
            "format": "PARQUET",
            "compression": "PARQUET",
            "output_type": "CUSTOM",
        }
    ]
    assert destination["s3_prefix"] == "cur2/123456789012"
    assert destination["s3_region"] == "eu-west-1"


def test_export_is_created_in_the_billing_region_after_the_bucket_policy(example: Stack) -> None:
    """AWS checks the policy at creation, and knows exports in us-east-1 only."""
    arguments = export(example)
    assert arguments["provider"] == "aws.billing"
    (dependency,) = arguments["depends_on"]
    assert dependency.startswith("aws_s3_bucket_policy.storage_data_exports_bucket_policy")


def test_export_is_protected_and_ignores_what_would_replace_it(example: Stack) -> None:
    """A flag that AWS adds tomorrow; a description that the console left out."""
    lifecycle = export(example)["lifecycle"]
    assert lifecycle["prevent_destroy"] is True
    assert lifecycle["ignore_changes"] == [
        "export[0].data_query[0].table_configurations",
        "export[0].description",
    ]


def test_a_flag_that_aws_cannot_change_is_told_at_plan_time(example: Stack) -> None:
    """ignore_changes would hide it; the state has what AWS has, so a condition on it fails."""
    conditions = export(example)["lifecycle"]["postcondition"]
    told = {
        flag: c for c in conditions for flag in configurations(example) if flag in c["condition"]
    }
    assert set(told) == set(configurations(example)) - {"BILLING_VIEW_ARN"}
    granularity = told["TIME_GRANULARITY"]
    assert granularity["condition"].endswith('== "DAILY"}')
    assert "exports.cur2.time_granularity" in granularity["error_message"]


def test_export_name_granularity_and_columns_are_settings(synthesize: Synthesize) -> None:
    """And reach AWS."""
    chosen = synthesize(
        exports={
            "cur2": {
                "prefix": "bills/cur2",
                "export_name": "team",
                "time_granularity": "DAILY",
                "columns": ["product", "line_item_unblended_cost"],
            }
        }
    )
    assert export(chosen)["export"][0]["name"] == "team"
    assert configurations(chosen)["TIME_GRANULARITY"] == "DAILY"
    assert columns(chosen) == ["line_item_unblended_cost", "product"]


def test_each_table_is_asked_for_its_own_configurations(synthesize: Synthesize) -> None:
    """Only CUR 2.0 has a billing view; of a table that has none, AWS gives an empty one back."""
    stack = synthesize(exports=ALL)
    assert query(stack, "focus")["table_configurations"] == {
        "FOCUS_1_2_AWS": {"TIME_GRANULARITY": "HOURLY"}
    }
    assert query(stack, "cost_optimization")["table_configurations"] == {
        "COST_OPTIMIZATION_RECOMMENDATIONS": {
            "FILTER": "{}",
            "INCLUDE_ALL_RECOMMENDATIONS": "TRUE",
        }
    }
    assert query(stack, "carbon")["table_configurations"] == {"CARBON_EMISSIONS": {}}


def test_focus_columns_are_spelled_as_in_the_specification(synthesize: Synthesize) -> None:
    """They are case-sensitive in the statement; the table has them in lower case."""
    stack = synthesize(exports=ALL)
    statement = query(stack, "focus")["query_statement"]
    assert statement.startswith("SELECT AvailabilityZone, BilledCost, ")
    assert statement.endswith(", x_ServiceCode FROM FOCUS_1_2_AWS")
    table = stack.resource("aws_glue_catalog_table", "catalog_focus_table")
    names = [column["name"] for column in table["storage_descriptor"]["columns"]]
    assert names[:2] == ["availabilityzone", "billedcost"]
    assert len(names) == 60


def test_recommendations_may_be_new_reports(synthesize: Synthesize) -> None:
    """AWS's page and AWS's template disagree about overwriting, so it is a setting."""
    for rule, settings in (
        ("OVERWRITE_REPORT", {}),
        ("CREATE_NEW_REPORT", {"overwrite": "CREATE_NEW_REPORT", "catalog": "registered"}),
    ):
        stack = synthesize(exports={"cost_optimization": {"enabled": True} | settings})
        asked = export(stack, "cost_optimization")["export"][0]["destination_configurations"][0]
        (output,) = asked["s3_destination"][0]["s3_output_configurations"]
        assert output["overwrite"] == rule


def test_settings_of_other_tables_reach_aws(synthesize: Synthesize) -> None:
    """Filter, granularity, columns, names."""
    stack = synthesize(
        exports={
            "focus": {"time_granularity": "DAILY", "columns": ["BilledCost"], "prefix": "v2/focus"},
            "cost_optimization": {
                "enabled": True,
                "include_all_recommendations": False,
                "filter": '{"regions": ["eu-west-1"]}',
                "columns": ["recommendation_id"],
                "export_name": "hub",
            },
            "carbon": {"enabled": True, "columns": ["model_version"]},
        }
    )
    assert query(stack, "focus")["table_configurations"]["FOCUS_1_2_AWS"] == {
        "TIME_GRANULARITY": "DAILY"
    }
    asked = query(stack, "cost_optimization")
    assert asked["query_statement"] == (
        "SELECT recommendation_id FROM COST_OPTIMIZATION_RECOMMENDATIONS"
    )
    assert asked["table_configurations"]["COST_OPTIMIZATION_RECOMMENDATIONS"] == {
        "FILTER": '{"regions": ["eu-west-1"]}',
        "INCLUDE_ALL_RECOMMENDATIONS": "FALSE",
    }
    assert export(stack, "cost_optimization")["export"][0]["name"] == "hub"
    assert query(stack, "carbon")["query_statement"] == "SELECT model_version FROM CARBON_EMISSIONS"
