"""A state machine does what its role may do."""

import json

import pytest
from botocore.exceptions import ClientError

from emulator.aws import stepfunctions_roles
from emulator.cloud.cloud import Cloud
from modules import iam
from tests.emulator.aws.machines import (
    LOGS,
    MACHINE,
    add_machine,
    add_role,
    executions,
    run,
    starter_access,
    task,
)

GLUE = "arn:aws:glue:eu-west-1:123456789012"
LOGGING = {
    "level": "ERROR",
    "includeExecutionData": True,
    "destinations": [
        {"cloudWatchLogsLogGroup": {
            "logGroupArn": f"arn:aws:logs:eu-west-1:123456789012:log-group:{LOGS}:*"}}
    ],
}  # fmt: skip


def error(cloud: Cloud, access: iam.Policy) -> str:
    parameters = {"DatabaseName": "d", "TableName": "t", "PartitionValues": ["1"]}
    return str(
        run(cloud, add_machine(cloud, task("glue:getPartition", parameters), access))["error"]
    )


def test_a_task_without_permission_fails(cloud: Cloud) -> None:
    """A call that the role may not make fails as `Glue.AccessDeniedException`."""
    access = starter_access(f"{GLUE}:catalog", f"{GLUE}:database/d")
    assert error(cloud, access) == "Glue.AccessDeniedException"


def test_a_task_with_permission_is_made(cloud: Cloud) -> None:
    """With the catalog, the database and the table allowed, Glue answers."""
    resources = [f"{GLUE}:catalog", f"{GLUE}:database/d", f"{GLUE}:table/d/t"]
    assert error(cloud, starter_access(*resources)) == "Glue.EntityNotFoundException"


def test_what_may_not_be_deleted_is_told_by_key(cloud: Cloud) -> None:
    """In an answer; the others are deleted, and no retry or catch is asked."""
    s3 = cloud.client("s3")
    s3.create_bucket(
        Bucket="sealed", CreateBucketConfiguration={"LocationConstraint": cloud.region}
    )
    for key in ("mine/a", "other/a"):
        s3.put_object(Bucket="sealed", Key=key, Body=b"")
    asked = {"Bucket": "sealed", "Delete": {"Objects": [{"Key": "mine/a"}, {"Key": "other/a"}]}}
    access = iam.document(iam.statement("Delete", "s3:DeleteObject", "arn:aws:s3:::sealed/mine/*"))
    ended = run(cloud, add_machine(cloud, task("s3:deleteObjects", asked), access))
    assert ended["status"] == "SUCCEEDED"
    (left,) = json.loads(ended["output"])["Errors"]
    assert (left["Key"], left["Code"]) == ("other/a", "AccessDenied")
    assert [found["Key"] for found in s3.list_objects_v2(Bucket="sealed")["Contents"]] == [
        "other/a"
    ]


def test_starting_another_machine_is_a_permission(cloud: Cloud) -> None:
    """states:StartExecution, on its ARN."""
    other = {"StateMachineArn": f"{MACHINE}-other", "Input": {}}
    definition = task("sfn:startExecution", other)
    definition["States"]["Task"]["Resource"] = "arn:aws:states:::states:startExecution"
    ended = run(cloud, add_machine(cloud, definition, starter_access()))
    assert "states:StartExecution on resource" in ended["cause"]


def test_a_machine_starts_another(cloud: Cloud) -> None:
    """Itself, here, but only once."""
    again = {"StateMachineArn.$": "$$.StateMachine.Id", "Input": {"last": True}}
    start = task("states:startExecution", again)["States"]["Task"]
    start["Resource"] = "arn:aws:states:::states:startExecution"
    last = {"Variable": "$.last", "IsPresent": True, "Next": "Done"}
    states = {
        "Last?": {"Type": "Choice", "Choices": [last], "Default": "Start"},
        "Start": start,
        "Done": {"Type": "Succeed"},
    }
    access = iam.document(iam.statement("Start", "states:StartExecution", MACHINE))
    machine = add_machine(cloud, {"StartAt": "Last?", "States": states}, access)
    assert run(cloud, machine)["status"] == "SUCCEEDED"
    assert [found["status"] for found in executions(cloud)] == ["SUCCEEDED"] * 2


def test_moto_alone_needs_no_permission(cloud: Cloud) -> None:
    """moto makes every call; else this patch can go."""
    with stepfunctions_roles.patch.taken_off():
        assert error(cloud, starter_access()) == "Glue.EntityNotFoundException"


def test_a_role_that_states_can_not_assume_is_refused(cloud: Cloud) -> None:
    """The trust policy must name Step Functions, for this state machine."""
    other = iam.trust("states.amazonaws.com", iam.on_behalf_of(cloud.account_id, f"{MACHINE}2"))
    role = add_role(cloud, "role", other, starter_access())
    with pytest.raises(ClientError, match="not authorized to assume the provided role"):
        cloud.client("stepfunctions").create_state_machine(
            name="machine", definition="{}", roleArn=role
        )


def test_logging_needs_a_role_that_may_deliver_logs(cloud: Cloud) -> None:
    """A role that can't deliver logs is refused when the state machine shall be logged."""
    access = iam.document(iam.statement("Start", "glue:StartCrawler", "*"))
    with pytest.raises(ClientError, match="not authorized to access the Log Destination"):
        add_machine(cloud, access=access, loggingConfiguration=LOGGING)


def test_an_update_is_checked_too(cloud: Cloud) -> None:
    """Switching logging on later asks the same."""
    access = iam.document(iam.statement("Start", "glue:StartCrawler", "*"))
    machine = add_machine(cloud, access=access)
    with pytest.raises(ClientError, match="not authorized to access the Log Destination"):
        cloud.client("stepfunctions").update_state_machine(
            stateMachineArn=machine, loggingConfiguration=LOGGING
        )
