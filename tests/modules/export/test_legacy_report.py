"""The legacy Cost and Usage Report."""

from tests.conftest import Stack, Synthesize

KIND = "aws_cur_report_definition"


def test_the_athena_artifact_comes_with_what_it_demands(example: Stack) -> None:
    """The provider checks this combination at apply only."""
    report = example.resource(KIND, "export_legacy_cur_report")
    assert report["additional_artifacts"] == ["ATHENA"]
    assert report["format"] == report["compression"] == "Parquet"
    assert report["report_versioning"] == "OVERWRITE_REPORT"
    assert report["s3_prefix"] == "cur/123456789012"


def test_report_is_hourly_with_resources_and_split_costs(example: Stack) -> None:
    """And refreshes closed months, for refunds and support fees."""
    report = example.resource(KIND, "export_legacy_cur_report")
    assert report["time_unit"] == "HOURLY"
    assert report["additional_schema_elements"] == ["RESOURCES", "SPLIT_COST_ALLOCATION_DATA"]
    assert report["refresh_closed_reports"] is True


def test_report_is_protected_and_made_in_the_billing_region(example: Stack) -> None:
    """Deleting and remaking an overwriting report can corrupt its data, says AWS."""
    report = example.resource(KIND, "export_legacy_cur_report")
    assert report["provider"] == "aws.billing"
    assert report["lifecycle"] == {"prevent_destroy": True}
    assert report["depends_on"][0].startswith("aws_s3_bucket_policy.storage_legacy_report_bucket")


def test_legacy_report_is_opt_in(synthesize: Synthesize) -> None:
    """By default there is CUR 2.0 alone."""
    default = synthesize(exports={})
    assert not default.resources(KIND)
    assert list(default.resources("aws_bcmdataexports_export"))


def test_report_name_and_prefix_are_settings(synthesize: Synthesize) -> None:
    """The prefix's last folder stays the table's name."""
    chosen = synthesize(
        exports={"legacy_cur": {"enabled": True, "report_name": "hourly", "prefix": "fin/cur"}}
    )
    report = chosen.resource(KIND, "export_legacy_cur_report")
    assert (report["report_name"], report["s3_prefix"]) == ("hourly", "fin/cur/123456789012")
