"""The bucket AWS delivers into."""

import pytest

from tests.conftest import Stack, Synthesize

BUCKETS = {
    "storage_data_exports_bucket": "cid-123456789012-data-exports",
    "storage_legacy_report_bucket": "cid-123456789012-shared",
}
BOTH = pytest.mark.parametrize("bucket", BUCKETS)


def statements(stack: Stack, bucket: str) -> dict[str, dict[str, object]]:
    policy = stack.policy("aws_s3_bucket_policy", f"{bucket}_policy")
    return {statement["Sid"]: statement for statement in policy["Statement"]}


@BOTH
def test_delivery_bucket_has_the_name_that_cid_looks_for(example: Stack, bucket: str) -> None:
    """Other tools find the data by it."""
    assert example.resource("aws_s3_bucket", bucket)["bucket"] == BUCKETS[bucket]


@BOTH
def test_delivery_bucket_rejects_plain_http(example: Stack, bucket: str) -> None:
    """Everyone, every action, bucket and objects."""
    deny = statements(example, bucket)["DenyPlainHttp"]
    assert (deny["Effect"], deny["Principal"], deny["Action"]) == ("Deny", "*", "s3:*")
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert len(deny["Resource"]) == 2  # type: ignore[arg-type]


@BOTH
def test_delivery_bucket_rejects_tls_below_1_2(example: Stack, bucket: str) -> None:
    """A number, so 1.10 would not pass for 1.1."""
    deny = statements(example, bucket)["DenyOldTls"]
    assert deny["Condition"] == {"NumericLessThan": {"s3:TlsVersion": "1.2"}}


@BOTH
def test_delivery_bucket_is_private_and_without_acls(example: Stack, bucket: str) -> None:
    """All four switches, and the bucket's owner owns what AWS writes."""
    block = example.resource("aws_s3_bucket_public_access_block", f"{bucket}_public_access_block")
    switches = (
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
    )
    assert all(block[switch] is True for switch in switches)
    ownership = example.resource("aws_s3_bucket_ownership_controls", f"{bucket}_ownership")
    assert ownership["rule"] == {"object_ownership": "BucketOwnerEnforced"}


@BOTH
def test_delivery_bucket_encrypts_with_sse_s3(example: Stack, bucket: str) -> None:
    """Exports can't be delivered under a KMS key."""
    encryption = example.resource(
        "aws_s3_bucket_server_side_encryption_configuration", f"{bucket}_encryption"
    )
    default = encryption["rule"][0]["apply_server_side_encryption_by_default"]
    assert default == {"sse_algorithm": "AES256"}


@BOTH
def test_overwritten_deliveries_expire(example: Stack, bucket: str) -> None:
    """Versioned, and old versions go after a week."""
    versioning = example.resource("aws_s3_bucket_versioning", f"{bucket}_versioning")
    assert versioning["versioning_configuration"] == {"status": "Enabled"}
    lifecycle = example.resource("aws_s3_bucket_lifecycle_configuration", f"{bucket}_lifecycle")
    rules = {rule["id"]: rule for rule in lifecycle["rule"]}
    expiry = rules["expire-overwritten-deliveries"]["noncurrent_version_expiration"]
    assert expiry == [{"noncurrent_days": 7}]
    assert "expiration" not in rules["expire-overwritten-deliveries"]
    abort = rules["abort-unfinished-uploads"]["abort_incomplete_multipart_upload"]
    assert abort == [{"days_after_initiation": 7}]


@BOTH
def test_delivered_data_cannot_be_destroyed_by_accident(example: Stack, bucket: str) -> None:
    """prevent_destroy, and no force_destroy."""
    arguments = example.resource("aws_s3_bucket", bucket)
    assert arguments["lifecycle"] == {"prevent_destroy": True}
    assert arguments["force_destroy"] is False


def test_data_is_deleted_only_with_both_keys(synthesize: Synthesize) -> None:
    """The environment's flag alone lifts prevent_destroy; only the pair empties the bucket."""
    one_key = synthesize(allow_data_deletion=True)
    bucket = one_key.resource("aws_s3_bucket", "storage_data_exports_bucket")
    assert bucket["lifecycle"] == {"prevent_destroy": False}
    assert bucket["force_destroy"] is False
    both = synthesize(allow_data_deletion=True, storage={"force_destroy": True})
    assert both.resource("aws_s3_bucket", "storage_data_exports_bucket")["force_destroy"] is True


def test_data_exports_may_write_everywhere_in_its_bucket(example: Stack) -> None:
    """Its test object lies at the root; only on behalf of this account's exports."""
    statement = statements(example, "storage_data_exports_bucket")["DataExportsDelivers"]
    assert statement["Principal"] == {"Service": "bcm-data-exports.amazonaws.com"}
    assert str(statement["Resource"][1]).endswith(".arn}/*")  # type: ignore[index]
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": "123456789012"},
        "ArnLike": {
            "aws:SourceArn": "arn:aws:bcm-data-exports:us-east-1:123456789012:export/*",
        },
    }


def test_each_payer_of_a_hub_is_admitted_by_itself(synthesize: Synthesize) -> None:
    """Account and exports of one never with those of another; legacy CUR can't come from afar."""
    payers = {"own_exports": True, "payers": ["210987654321", "111111111111"]}
    hub = synthesize(**payers)
    found = statements(hub, "storage_data_exports_bucket")
    admitted = {sid: one["Condition"] for sid, one in found.items() if one["Effect"] == "Allow"}
    assert admitted == {
        f"DataExportsDelivers{sid}": {
            "StringEquals": {"aws:SourceAccount": payer},
            "ArnLike": {"aws:SourceArn": f"arn:aws:bcm-data-exports:us-east-1:{payer}:export/*"},
        }
        for sid, payer in (
            ("", "123456789012"),
            ("210987654321", "210987654321"),
            ("111111111111", "111111111111"),
        )
    }
    legacy = statements(hub, "storage_legacy_report_bucket")
    assert "210987654321" not in str(legacy)


def test_a_member_account_is_not_admitted_to_its_own_hub(synthesize: Synthesize) -> None:
    """What its exports would say, its payer's say already."""
    hub = synthesize(payers=["210987654321"], own_exports=False, exports={})
    assert "DataExportsDelivers" not in statements(hub, "storage_data_exports_bucket")
    assert not hub.resources("aws_bcmdataexports_export")


def test_legacy_report_service_may_check_and_write_its_bucket(example: Stack) -> None:
    """ArnLike, since the documented StringEquals does not expand the asterisk."""
    found = statements(example, "storage_legacy_report_bucket")
    for sid in ("LegacyReportChecks", "LegacyReportDelivers"):
        assert found[sid]["Principal"] == {"Service": "billingreports.amazonaws.com"}
        assert found[sid]["Condition"] == {
            "StringEquals": {"aws:SourceAccount": "123456789012"},
            "ArnLike": {"aws:SourceArn": "arn:aws:cur:us-east-1:123456789012:definition/*"},
        }


def test_each_bucket_admits_only_its_own_service(example: Stack) -> None:
    """Legacy CUR and Data Exports in one bucket confuse Glue and Athena, says AWS."""
    assert not [
        sid
        for sid in statements(example, "storage_data_exports_bucket")
        if sid.startswith("Legacy")
    ]
    assert "DataExportsDelivers" not in statements(example, "storage_legacy_report_bucket")


def test_retention_of_old_versions_is_a_setting(synthesize: Synthesize) -> None:
    """`storage.noncurrent_days`."""
    lifecycle = synthesize(storage={"noncurrent_days": 30}).resource(
        "aws_s3_bucket_lifecycle_configuration", "storage_data_exports_bucket_lifecycle"
    )
    assert lifecycle["rule"][0]["noncurrent_version_expiration"] == [{"noncurrent_days": 30}]
