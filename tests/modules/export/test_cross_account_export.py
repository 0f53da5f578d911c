"""What a payer has."""

import json

import pytest

from tests.conftest import EXAMPLE, Json, Stack, Synthesize

KIND = "aws_cloudcontrolapi_resource"
HUB = "210987654321"
ON = {"enabled": True}


@pytest.fixture(scope="module")
def source(synthesize: Synthesize) -> Stack:
    """A payer with a hub."""
    cur2 = EXAMPLE["exports"]["cur2"]
    return synthesize(hub=HUB, exports={"cur2": cur2, "carbon": ON, "cost_optimization": ON})


def wanted(stack: Stack, dataset: str) -> Json:
    """The export as Cloud Control is asked for it."""
    resource = stack.resource(KIND, f"export_{dataset}_export")
    parsed: Json = json.loads(resource["desired_state"])
    return parsed


def test_a_source_has_its_exports_and_nothing_else(source: Stack) -> None:
    """No bucket, no table, no crawler, no workgroup: those are the hub's."""
    assert set(source.json["resource"]) == {
        KIND,
        "aws_costoptimizationhub_enrollment_status",
        "aws_iam_service_linked_role",
    }
    assert set(source.resources(KIND)) == {
        f"export_{name}_export" for name in ("cur2", "focus", "cost_optimization", "carbon")
    }


def test_an_export_delivers_into_the_hubs_bucket_and_names_its_owner(source: Stack) -> None:
    """Without the owner AWS looks for the bucket in the payer's account."""
    assert wanted(source, "cur2")["Export"]["DestinationConfigurations"]["S3Destination"] == {
        "S3Bucket": "cid-210987654321-data-exports",
        "S3BucketOwner": HUB,
        "S3Prefix": "cur2/123456789012",
        "S3Region": "eu-west-1",
        "S3OutputConfigurations": {
            "OutputType": "CUSTOM",
            "Format": "PARQUET",
            "Compression": "PARQUET",
            "Overwrite": "OVERWRITE_REPORT",
        },
    }


def test_an_export_asks_for_what_one_at_home_asks_for(source: Stack, example: Stack) -> None:
    """The same columns and table configurations."""
    home = example.resource("aws_bcmdataexports_export", "export_cur2_export")["export"][0]
    (query,) = home["data_query"]
    assert wanted(source, "cur2")["Export"]["DataQuery"] == {
        "QueryStatement": query["query_statement"],
        "TableConfigurations": query["table_configurations"],
    }
    assert "TableConfigurations" not in wanted(source, "carbon")["Export"]["DataQuery"]


def test_an_export_is_protected_and_made_in_the_billing_region(source: Stack) -> None:
    """The provider's default tags don't reach what Cloud Control makes, so it is asked for them."""
    resource = source.resource(KIND, "export_cur2_export")
    assert resource["type_name"] == "AWS::BCMDataExports::Export"
    assert resource["provider"] == "aws.billing"
    assert resource["lifecycle"]["prevent_destroy"] is True
    assert wanted(source, "cur2")["Tags"] == [{"Key": "Project", "Value": "aws-cost-pipeline"}]


def test_recommendations_are_enrolled_for_where_they_are_exported(source: Stack) -> None:
    """In the payer."""
    needed = source.resource(KIND, "export_cost_optimization_export")["depends_on"]
    assert {address.split(".")[0] for address in needed} == {
        "aws_costoptimizationhub_enrollment_status",
        "aws_iam_service_linked_role",
    }


def test_outputs_say_where_each_export_goes(source: Stack) -> None:
    """To compare with the hub's."""
    output = source.json["output"]["cur2_bucket"]
    assert output["value"] == "cid-210987654321-data-exports"
    assert output["description"] == "Where CUR 2.0 arrives, in account 210987654321"


def test_a_flag_that_aws_has_not_changed_is_told(source: Stack) -> None:
    """The provider keeps a refused update as if it were done; what AWS says is in `properties`."""
    conditions = source.resource(KIND, "export_cur2_export")["lifecycle"]["postcondition"]
    told = {condition["condition"] for condition in conditions}
    table = "jsondecode(self.properties).Export.DataQuery.TableConfigurations"
    granularity = f'{table}["COST_AND_USAGE_REPORT"], "TIME_GRANULARITY", "FALSE") == "DAILY"'
    assert f"${{lookup({granularity}}}" in told
    assert source.resource(KIND, "export_carbon_export")["lifecycle"]["postcondition"] == []
