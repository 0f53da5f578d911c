"""Roles and state machines for tests."""

import json
from typing import Any

from emulator.cloud.cloud import Cloud
from modules import iam

LOGS = "/aws/vendedlogs/states/machine"
MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:machine"
NOTHING = "arn:aws:glue:eu-west-1:123456789012:crawler/nothing"
PASS = {"StartAt": "Pass", "States": {"Pass": {"Type": "Pass", "End": True}}}


def starter_access(*resources: str) -> iam.Policy:
    """What the stack's state machine may do, on these resources."""
    return iam.crawl_starter_access(resources or [NOTHING], resources or [NOTHING])


def add_role(cloud: Cloud, name: str, trust: iam.Policy, access: iam.Policy) -> str:
    """A role with one inline policy. Returns its ARN."""
    client = cloud.client("iam")
    created = client.create_role(RoleName=name, AssumeRolePolicyDocument=iam.render(trust))
    client.put_role_policy(RoleName=name, PolicyName="access", PolicyDocument=iam.render(access))
    arn: str = created["Role"]["Arn"]
    return arn


def add_machine(
    cloud: Cloud,
    definition: dict[str, Any] | None = None,
    access: iam.Policy | None = None,
    **settings: Any,
) -> str:
    """A state machine named `machine` and its role. Returns the machine's ARN."""
    trust = iam.trust("states.amazonaws.com", iam.on_behalf_of(cloud.account_id, MACHINE))
    role = add_role(cloud, "machine", trust, access or starter_access())
    created = cloud.client("stepfunctions").create_state_machine(
        name="machine", definition=json.dumps(definition or PASS), roleArn=role, **settings
    )
    arn: str = created["stateMachineArn"]
    return arn


def task(call: str, parameters: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A definition of one AWS SDK task, e.g. `glue:startCrawler`."""
    state = {
        "Type": "Task",
        "Resource": f"arn:aws:states:::aws-sdk:{call}",
        "Parameters": parameters,
        "End": True,
    }
    return {"StartAt": "Task", "States": {"Task": state | fields}}


def run(
    cloud: Cloud, machine: str, name: str = "run", given: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Execute with the input `given` and wait; the execution's description."""
    client = cloud.client("stepfunctions")
    asked = {"stateMachineArn": machine, "name": name, "input": json.dumps(given or {})}
    execution = client.start_execution(**asked)
    cloud.wait_until_idle()
    described: dict[str, Any] = client.describe_execution(executionArn=execution["executionArn"])
    return described


def executions(cloud: Cloud) -> list[dict[str, Any]]:
    client = cloud.client("stepfunctions")
    listed = client.list_executions(stateMachineArn=MACHINE)["executions"]
    return [client.describe_execution(executionArn=found["executionArn"]) for found in listed]


def history(cloud: Cloud, execution: str) -> list[dict[str, Any]]:
    """Its events, in order."""
    client = cloud.client("stepfunctions")
    pages = client.get_paginator("get_execution_history").paginate(executionArn=execution)
    return [event for page in pages for event in page["events"]]


def states_entered(cloud: Cloud, execution: str) -> list[str]:
    """By name, in order."""
    entered = (event.get("stateEnteredEventDetails") for event in history(cloud, execution))
    return [details["name"] for details in entered if details]
