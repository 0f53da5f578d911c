"""The Athena workgroup."""

from tests.conftest import Json, Stack, Synthesize


def configuration(stack: Stack) -> Json:
    workgroup = stack.resource("aws_athena_workgroup", "query_workgroup")
    found: Json = workgroup["configuration"]
    return found


def test_clients_cannot_override_the_workgroup(example: Stack) -> None:
    """Enforced, measured, on the engine the SQL is tested for."""
    found = configuration(example)
    assert found["enforce_workgroup_configuration"] is True
    assert found["publish_cloudwatch_metrics_enabled"] is True
    assert found["engine_version"] == {"selected_engine_version": "Athena engine version 3"}


def test_results_are_encrypted_and_stay_in_the_account(example: Stack) -> None:
    """A bucket that someone else owns is refused."""
    results = configuration(example)["result_configuration"]
    assert results["encryption_configuration"] == {"encryption_option": "SSE_S3"}
    assert results["expected_bucket_owner"] == "123456789012"
    assert "storage_results_bucket" in results["output_location"]


def test_a_query_cannot_scan_more_than_the_limit(example: Stack, synthesize: Synthesize) -> None:
    """100 GiB, or `query.scan_limit_bytes`."""
    assert configuration(example)["bytes_scanned_cutoff_per_query"] == 100 * 1024**3
    small = synthesize(query={"scan_limit_bytes": 10_485_760})
    assert configuration(small)["bytes_scanned_cutoff_per_query"] == 10_485_760
