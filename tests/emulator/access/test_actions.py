"""Operations and the permissions they ask for, against botocore's and AWS's own lists."""

import warnings

import botocore.session
import pytest

from emulator.access.actions import PREFIXES, RENAMED, TAGGING, action
from emulator.access.call import ApiCall
from emulator.access.needs import PASSES_ROLE

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from parliament import iam_definition

ACTIONS = {
    f"{service['prefix']}:{found['privilege']}"
    for service in iam_definition
    for found in service["privileges"]
}
API_NAMES = {"monitoring": "cloudwatch", "states": "stepfunctions"}
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycle.html: gone from botocore's list.
OLD = {("s3", "GetBucketLifecycle"), ("s3", "PutBucketLifecycle")}


@pytest.mark.parametrize(("service", "operation"), RENAMED)
def test_a_renamed_action_is_one_that_aws_has(service: str, operation: str) -> None:
    """In the Service Authorization Reference, as parliament ships it."""
    assert action(ApiCall("key", "eu-west-1", service, operation)) in ACTIONS


@pytest.mark.parametrize(("service", "operation"), TAGGING)
def test_a_tagging_action_is_one_that_aws_has(service: str, operation: str) -> None:
    """In the same list."""
    prefix = PREFIXES.get(service, service)
    assert f"{prefix}:{TAGGING[service, operation]}" in ACTIONS


@pytest.mark.parametrize(("service", "operation"), sorted({*RENAMED, *TAGGING, *PASSES_ROLE} - OLD))
def test_every_operation_of_the_tables_exists(service: str, operation: str) -> None:
    """By botocore's models."""
    model = botocore.session.get_session().get_service_model(API_NAMES.get(service, service))
    assert operation in model.operation_names
