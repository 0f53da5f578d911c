"""What an account asks of roles and keys reaches every resource that it is about."""

import json

from tests.conftest import Stack, Synthesize

BOUNDARY = "arn:aws:iam::123456789012:policy/boundary"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"


def test_every_role_has_the_path_and_the_boundary(synthesize: Synthesize) -> None:
    """One that was forgotten could not be made in such an account."""
    access = {"permissions_boundary": BOUNDARY, "role_path": "/costs/"}
    roles = synthesize(access=access).resources("aws_iam_role")
    assert roles
    for role in roles.values():
        assert (role["path"], role["permissions_boundary"]) == ("/costs/", BOUNDARY)


def test_results_are_encrypted_with_the_key_that_readers_may_use(synthesize: Synthesize) -> None:
    """By the workgroup, and by the bucket for what comes otherwise."""
    stack = synthesize(storage={"results_kms_key": KEY})
    workgroup = stack.resource("aws_athena_workgroup", "query_workgroup")
    results = workgroup["configuration"]["result_configuration"]["encryption_configuration"]
    assert results == {"encryption_option": "SSE_KMS", "kms_key_arn": KEY}
    buckets = stack.resources("aws_s3_bucket_server_side_encryption_configuration")
    keys = {name: KEY in json.dumps(bucket) for name, bucket in buckets.items()}
    assert [name for name, found in keys.items() if found] == ["storage_results_bucket_encryption"]
    reader = stack.policy("aws_iam_policy", "consumers_reader_policy")
    (statement,) = (s for s in reader["Statement"] if s["Resource"] == KEY)
    assert statement["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]


def test_the_logs_of_state_machines_are_encrypted_with_their_key(synthesize: Synthesize) -> None:
    """The only log groups of the stack."""
    stack = synthesize(events={"log_kms_key": KEY})
    logs = stack.resources("aws_cloudwatch_log_group").values()
    assert [log["kms_key_id"] for log in logs] == [KEY, KEY]


def test_without_a_key_nobody_is_let_use_one(example: Stack) -> None:
    """No kms action in any policy but that of the alarms' own key."""
    resources = {k: v for k, v in example.json["resource"].items() if k != "aws_kms_key"}
    assert '"kms:' not in json.dumps(resources).replace("\\", "")
