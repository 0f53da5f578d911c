"""A task's error carries the service's name as AWS writes it."""

import pytest

from emulator.aws import stepfunctions_error_names
from emulator.aws.stepfunctions_error_names import _service_name
from emulator.cloud.cloud import Cloud
from tests.emulator.aws.machines import add_machine, run, starter_access, task

ARN = "arn:aws:glue:eu-west-1:123456789012:crawler/none"


def error(cloud: Cloud) -> str:
    access = starter_access(ARN)
    machine = add_machine(cloud, task("glue:startCrawler", {"Name": "none"}), access)
    return str(run(cloud, machine)["error"])


def test_an_error_is_named_as_on_aws(cloud: Cloud) -> None:
    """A missing crawler is `Glue.EntityNotFoundException`."""
    assert error(cloud) == "Glue.EntityNotFoundException"


@pytest.mark.parametrize(
    ("service", "name"), [("glue", "Glue"), ("s3", "S3"), ("dynamodb", "DynamoDb")]
)
def test_services_are_named_as_in_the_java_sdk(service: str, name: str) -> None:
    """The first letter is upper case; moto knows the exceptions."""
    assert _service_name(service) == name


def test_moto_alone_names_it_otherwise(cloud: Cloud) -> None:
    """moto says `glue.`, which no Catch expects; else this patch can go."""
    with stepfunctions_error_names.patch.taken_off():
        assert error(cloud) == "glue.EntityNotFoundException"
