"""A state machine does what its role may do, and is refused when the role can't serve it.

https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
moto runs tasks with any role, or none. What a call needs is known for those in `NEEDS`; others pass.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from botocore.exceptions import ClientError
from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_aws_sdk import (  # noqa: E501
    StateTaskServiceAwsSdk,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_sfn import (  # noqa: E501
    StateTaskServiceSfn,
)
from moto.stepfunctions.responses import StepFunctionResponse

from emulator.aws.patching import Patch
from emulator.aws.roles import AccessDenied, Role

patch = Patch()
_moto_evaluates = StateTaskServiceAwsSdk._eval_service_task
_moto_starts = StateTaskServiceSfn._eval_service_task
_moto_creates = StepFunctionResponse.create_state_machine
_moto_updates = StepFunctionResponse.update_state_machine
LOG_DELIVERY = (
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
)
Asked = Mapping[str, Any]
Needs = Sequence[tuple[str, str]]  # actions, each with its resource


def _table(root: str, action: str, asked: Asked, name: str = "TableName") -> Needs:
    database = asked["DatabaseName"]
    touched = ("catalog", f"database/{database}", f"table/{database}/{asked[name]}")
    return [(f"glue:{action}", f"{root}:{resource}") for resource in touched]


def _object(asked: Asked) -> Needs:
    return [("s3:GetObject", f"arn:aws:s3:::{asked['Bucket']}/{asked['Key']}")]


# What a call needs; `root` is `arn:aws:<service>:<region>:<account>`.
NEEDS: Mapping[tuple[str, str], Callable[[str, Asked], Needs]] = {
    ("glue", "startCrawler"): lambda root, asked: [
        ("glue:StartCrawler", f"{root}:crawler/{asked['Name']}")
    ],
    ("glue", "getCrawler"): lambda root, asked: [
        ("glue:GetCrawler", f"{root}:crawler/{asked['Name']}")
    ],
    ("glue", "getTable"): lambda root, asked: _table(root, "GetTable", asked, "Name"),
    ("glue", "getPartition"): lambda root, asked: _table(root, "GetPartition", asked),
    ("glue", "createPartition"): lambda root, asked: _table(root, "CreatePartition", asked),
    ("glue", "updatePartition"): lambda root, asked: _table(root, "UpdatePartition", asked),
    ("s3", "listObjectsV2"): lambda root, asked: [
        ("s3:ListBucket", f"arn:aws:s3:::{asked['Bucket']}")
    ],
    ("s3", "headObject"): lambda root, asked: _object(asked),
    ("s3", "getObject"): lambda root, asked: _object(asked),
    ("sqs", "getQueueAttributes"): lambda root, asked: [
        ("sqs:GetQueueAttributes", f"{root}:{asked['QueueUrl'].rsplit('/', 1)[-1]}")
    ],
    ("cloudwatch", "putMetricData"): lambda root, asked: [("cloudwatch:PutMetricData", "*")],
    ("athena", "getQueryResults"): lambda root, asked: [],  # names no workgroup
    ("states", "startExecution"): lambda root, asked: [
        ("states:StartExecution", asked["StateMachineArn"])
    ],
}


class AccessDeniedException(ClientError):  # type: ignore[misc]
    """Its class name is what Retry and Catch see behind `Glue.`."""


@patch.replaces(StateTaskServiceAwsSdk, "_eval_service_task")
def _eval_service_task(
    task: Any,
    env: Any,
    resource_runtime_part: Any,
    normalised_parameters: dict[str, Any],
    state_credentials: Any,
) -> None:
    call = (task.resource.api_name.lower(), task.resource.api_action)
    left: list[dict[str, str]] = []
    if call == ("s3", "deleteObjects"):
        normalised_parameters, left = _deletable(_role(env), normalised_parameters)
        if not normalised_parameters["Delete"]["Objects"]:
            env.stack.append({"Errors": left})
            return
    _require(call, env, resource_runtime_part.region, normalised_parameters)
    _moto_evaluates(task, env, resource_runtime_part, normalised_parameters, state_credentials)
    if left:
        env.stack[-1]["Errors"] = left


def _deletable(role: Role, asked: Asked) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Without the keys that the role may not delete, and these: S3 tells them in an answer of 200.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
    """
    objects, left = [], []
    for found in asked["Delete"]["Objects"]:
        place = f"arn:aws:s3:::{asked['Bucket']}/{found['Key']}"
        if refused := role.refusal("s3:DeleteObject", place, {}):
            left.append({"Key": found["Key"], "Code": "AccessDenied", "Message": refused})
        else:
            objects.append(found)
    return {**asked, "Delete": {**asked["Delete"], "Objects": objects}}, left


@patch.replaces(StateTaskServiceSfn, "_eval_service_task")
def _start_execution(
    task: Any,
    env: Any,
    resource_runtime_part: Any,
    normalised_parameters: dict[str, Any],
    state_credentials: Any,
) -> None:
    call = ("states", task.resource.api_action)
    _require(call, env, resource_runtime_part.region, normalised_parameters)
    # The API's own names have a small first letter; moto passes those of the definition on.
    asked = {name[0].lower() + name[1:]: value for name, value in normalised_parameters.items()}
    _moto_starts(task, env, resource_runtime_part, asked, state_credentials)


def _require(call: tuple[str, str], env: Any, region: str, asked: Asked) -> None:
    role = _role(env)
    root = f"arn:aws:{call[0]}:{region}:{env.aws_execution_details.account}"
    try:
        for action, resource in NEEDS.get(call, _nothing)(root, asked):
            role.require(action, resource, _context(asked))
    except AccessDenied as error:
        raise AccessDeniedException(_as_response(error), call[1]) from error


def _role(env: Any) -> Role:
    details = env.aws_execution_details
    return Role(details.account, details.role_arn)


@patch.replaces(StepFunctionResponse, "create_state_machine")
def _create_state_machine(response: Any) -> ActionResult:
    arn = f"arn:aws:states:{response.region}:{response.current_account}:stateMachine"
    _check_role(
        response.current_account,
        f"{arn}:{response._get_param('name')}",
        response._get_param("roleArn"),
        response._get_param("loggingConfiguration"),
    )
    return _moto_creates(response)


@patch.replaces(StepFunctionResponse, "update_state_machine")
def _update_state_machine(response: Any) -> ActionResult:
    arn = response._get_param("stateMachineArn")
    machine = response.stepfunction_backend.describe_state_machine(arn)
    _check_role(
        response.current_account,
        arn,
        response._get_param("roleArn") or machine.roleArn,
        response._get_param("loggingConfiguration") or machine.loggingConfiguration,
    )
    return _moto_updates(response)


def _check_role(
    account_id: str, machine_arn: str, role_arn: str, logging: Mapping[str, Any] | None
) -> None:
    role = Role(account_id, role_arn)
    context = {"aws:SourceArn": machine_arn, "aws:SourceAccount": account_id}
    if not role.assumable_by("states.amazonaws.com", context):
        raise JsonRESTError(
            "AccessDeniedException",
            f"states.amazonaws.com is not authorized to assume the provided role {role_arn}",
        )
    wants_logs = (logging or {}).get("level", "OFF") != "OFF"
    if wants_logs and not all(role.may(action, "*") for action in LOG_DELIVERY):
        raise JsonRESTError(
            "AccessDeniedException",
            f"The state machine IAM Role {role_arn} is not authorized to access the Log Destination",
        )


def _context(asked: Asked) -> Mapping[str, str]:
    return {"cloudwatch:namespace": asked["Namespace"]} if "Namespace" in asked else {}


def _nothing(root: str, asked: Asked) -> Needs:
    return []


def _as_response(error: AccessDenied) -> Any:
    return {
        "Error": {"Code": "AccessDeniedException", "Message": str(error)},
        "ResponseMetadata": {"HTTPStatusCode": 400, "RequestId": "emulated"},
    }
