"""The ARNs that a call touches, read from its parameters.

Where AWS has no resource-level permissions (Service Authorization Reference) the resource is `*`,
and so it is for calls that nobody here makes: a policy that names ARNs then refuses them.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from moto.athena.models import AthenaBackend, athena_backends
from moto.iam.models import iam_backends

from athena.endpoint.history import ExecutionHistory
from athena.endpoint.service import HISTORY
from emulator.access.call import ApiCall

EVERYTHING = ("*",)
BILLING_VIEW = "BILLING_VIEW_ARN"
LINKED_ROLE = "AWSServiceRole"  # the rest of its name is the service's choice


def resources(call: ApiCall, account_id: str) -> Sequence[str]:
    """All of them; each must be allowed."""
    found = SERVICES[call.service](call, account_id) if call.service in SERVICES else ()
    return found or EVERYTHING


def created(call: ApiCall, account_id: str) -> str:
    """The ARN of what a call makes: tags are put on that alone."""
    if call.operation == "CreateCrawler":
        return _arn(call, account_id, f"crawler/{call.parameters['Name']}")
    if call.operation == "CreateExport":
        return _arn(call, account_id, _new_export(call))
    if call.operation == "CreateLogGroup":
        return _arn(call, account_id, f"log-group:{call.parameters['logGroupName']}")
    if call.operation.startswith("CreateAnomaly"):
        kind = call.operation.removeprefix("Create").lower()
        return f"arn:aws:ce::{account_id}:{kind}/new"
    if call.operation == "CreateKey":
        return _arn(call, account_id, "key/new")
    if call.operation == "CreateWorkspace":
        return _arn(call, account_id, "/workspaces/new")
    if call.operation == "PutCompositeAlarm":
        return _arn_of_alarm(call, account_id, call.parameters["AlarmName"])
    return resources(call, account_id)[-1]


def _arn(call: ApiCall, account_id: str, resource: str) -> str:
    return f"arn:aws:{call.service}:{call.region}:{account_id}:{resource}"


def _s3(call: ApiCall, account_id: str) -> Sequence[str]:
    bucket, key = call.parameters["Bucket"], call.parameters["Key"]
    return [f"arn:aws:s3:::{bucket}/{key}" if key else f"arn:aws:s3:::{bucket}"] if bucket else []


def _sqs(call: ApiCall, account_id: str) -> Sequence[str]:
    queue = call.parameters.get("QueueName") or call.parameters.get("QueueUrl", "")
    return [_arn(call, account_id, queue.rpartition("/")[2])] if queue else []


def _iam(call: ApiCall, account_id: str) -> Sequence[str]:
    asked, root = call.parameters, f"arn:aws:iam::{account_id}"
    if "PolicyArn" in asked and "RoleName" not in asked:
        return [asked["PolicyArn"]]
    if call.operation == "CreatePolicy":
        return [f"{root}:policy{asked.get('Path', '/')}{asked['PolicyName']}"]
    if service := asked.get("AWSServiceName"):
        return [f"{root}:role/aws-service-role/{service}/{LINKED_ROLE}"]
    if task := asked.get("DeletionTaskId"):
        return [f"{root}:role/{task.removeprefix('task/').rpartition('/')[0]}"]
    if name := asked.get("RoleName"):
        known = iam_backends[account_id]["aws"].roles.values()
        arns = [role.arn for role in known if role.name == name]
        return arns or [f"{root}:role{asked.get('Path', '/')}{name}"]
    return []


def _glue(call: ApiCall, account_id: str) -> Sequence[str]:
    asked = call.parameters
    if "ResourceArn" in asked:
        return [asked["ResourceArn"]]
    if "Crawler" in call.operation:
        name = asked.get("Name") or asked.get("CrawlerName")
        created = call.operation in ("CreateCrawler", "UpdateCrawlerSchedule")
        return [_arn(call, account_id, f"crawler/{name}")] if name and not created else []
    database, table = _database(call), _table(call)
    if database is None:
        return []
    touched = ["catalog", f"database/{database}"]
    if call.operation == "DeleteDatabase":
        touched += [f"table/{database}/*", f"userDefinedFunction/{database}/*"]
    elif table is not None:
        touched.append(f"table/{database}/{table}")
    return [_arn(call, account_id, resource) for resource in touched]


def _database(call: ApiCall) -> str | None:
    asked = call.parameters
    own_name = asked.get("Name") if call.operation.endswith("Database") else None
    found: str | None = (
        asked.get("DatabaseName") or own_name or asked.get("DatabaseInput", {}).get("Name")
    )
    return found


def _table(call: ApiCall) -> str | None:
    asked = call.parameters
    if call.operation == "GetTables":
        return "*"
    own_name = asked.get("Name") if call.operation.endswith("Table") else None
    found: str | None = (
        asked.get("TableName") or own_name or asked.get("TableInput", {}).get("Name")
    )
    return found


def _athena(call: ApiCall, account_id: str) -> Sequence[str]:
    asked = call.parameters
    if "ResourceARN" in asked:
        return [asked["ResourceARN"]]
    if call.operation in ("ListWorkGroups", "ListDataCatalogs", "ListEngineVersions"):
        return []
    own_name = asked.get("Name") if call.operation.endswith("DataCatalog") else None
    if catalog := asked.get("CatalogName") or own_name:
        return [_arn(call, account_id, f"datacatalog/{catalog}")]
    found = dict.fromkeys(_workgroups(call, athena_backends[account_id][call.region]))
    return [_arn(call, account_id, f"workgroup/{name}") for name in found]


def _workgroups(call: ApiCall, athena: AthenaBackend) -> Iterator[str]:
    asked = call.parameters
    history: ExecutionHistory | None = vars(athena).get(HISTORY)
    for id_ in (asked.get("QueryExecutionId"), *asked.get("QueryExecutionIds", ())):
        execution = history.find(id_) if history and id_ else None
        if execution:
            yield execution.submission.rules.name
    for id_ in (asked.get("NamedQueryId"), *asked.get("NamedQueryIds", ())):
        if id_ in athena.named_queries:
            yield athena.named_queries[id_].workgroup.name
    if not any(name.startswith(("QueryExecutionId", "NamedQueryId")) for name in asked):
        own_name = asked.get("Name") if call.operation.endswith("WorkGroup") else None
        yield asked.get("WorkGroup") or own_name or "primary"


def _events(call: ApiCall, account_id: str) -> Sequence[str]:
    asked = call.parameters
    if "ResourceARN" in asked:
        return [asked["ResourceARN"]]
    rule = asked.get("Rule") or asked.get("Name")
    bus = asked.get("EventBusName", "default").rpartition("/")[2]
    below = "" if bus == "default" else f"{bus}/"
    return [_arn(call, account_id, f"rule/{below}{rule}")] if rule else []


def _states(call: ApiCall, account_id: str) -> Sequence[str]:
    asked = call.parameters
    if call.operation == "ValidateStateMachineDefinition":
        return []
    for name in ("stateMachineArn", "executionArn", "resourceArn"):
        if arn := asked.get(name):
            return [arn]
    return [_arn(call, account_id, f"stateMachine:{asked['name']}")] if "name" in asked else []


def _logs(call: ApiCall, account_id: str) -> Sequence[str]:
    asked = call.parameters
    if "resourceArn" in asked:
        return [asked["resourceArn"]]
    if call.operation.startswith("Describe") or "logGroupName" not in asked:
        return []
    # As AWS names it when it refuses: "… on resource: …:log-group:<name>:log-stream:".
    return [_arn(call, account_id, f"log-group:{asked['logGroupName']}:log-stream:")]


def _cur(call: ApiCall, account_id: str) -> Sequence[str]:
    asked = call.parameters
    name = asked.get("ReportName") or asked.get("ReportDefinition", {}).get("ReportName")
    return [_arn(call, account_id, f"definition/{name}")] if name else []


def _data_exports(call: ApiCall, account_id: str) -> Sequence[str]:
    asked = call.parameters
    arns = [asked[name] for name in ("ExportArn", "ResourceArn") if name in asked]
    if call.operation == "CreateExport":
        arns.append(_arn(call, account_id, _new_export(call)))
    if call.operation in ("CreateExport", "UpdateExport"):
        # https://docs.aws.amazon.com/cur/latest/userguide/bcm-data-exports-access.html
        arns.append(_arn(call, account_id, f"table/{exported_table(call)}"))
        configured = asked["Export"]["DataQuery"].get("TableConfigurations", {}).values()
        arns += [chosen[BILLING_VIEW] for chosen in configured if BILLING_VIEW in chosen]
    if call.operation == "GetTable":
        arns.append(_arn(call, account_id, f"table/{asked['TableName']}"))
    return arns


def exported_table(call: ApiCall) -> str:
    """Of an export that is made or changed; empty for a statement that names none."""
    statement = call.parameters["Export"]["DataQuery"]["QueryStatement"]
    found = re.search(r"\bFROM\s+(\w+)", statement, re.IGNORECASE)
    return found[1] if found else ""


def _new_export(call: ApiCall) -> str:
    """AWS adds an id to its name."""
    return f"export/{call.parameters['Export']['Name']}-new"


def _kms(call: ApiCall, account_id: str) -> Sequence[str]:
    asked = call.parameters
    if call.operation == "CreateKey":
        return []
    key, alias = asked.get("KeyId") or asked.get("TargetKeyId", ""), asked.get("AliasName")
    found = [key] if key.startswith("arn:") else [_arn(call, account_id, f"key/{key}")]
    return [*(found if key else ()), *([_arn(call, account_id, alias)] if alias else ())]


def _grafana(call: ApiCall, account_id: str) -> Sequence[str]:
    asked = call.parameters
    if workspace := asked.get("workspaceId"):
        return [_arn(call, account_id, f"/workspaces/{workspace}")]
    return [asked["resourceArn"]] if "resourceArn" in asked else []


def _sns(call: ApiCall, account_id: str) -> Sequence[str]:
    asked = call.parameters
    if arn := asked.get("TopicArn") or asked.get("ResourceArn"):
        return [arn]
    return [_arn(call, account_id, asked["Name"])] if call.operation == "CreateTopic" else []


def _cloudwatch(call: ApiCall, account_id: str) -> Sequence[str]:
    asked = call.parameters
    if "ResourceARN" in asked:
        return [asked["ResourceARN"]]
    # Composite alarms take a permission "that is scoped to *", says the page of each operation:
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
    if call.operation == "PutCompositeAlarm" or "CompositeAlarm" in _listed(asked, "AlarmType"):
        return []
    dashboards = _listed(asked, "DashboardName")
    alarms = _listed(asked, "AlarmName")
    return [
        *(f"arn:aws:cloudwatch::{account_id}:dashboard/{name}" for name in dashboards),
        *(_arn_of_alarm(call, account_id, name) for name in alarms),
    ]


def _arn_of_alarm(call: ApiCall, account_id: str, name: str) -> str:
    return f"arn:aws:cloudwatch:{call.region}:{account_id}:alarm:{name}"


def _listed(asked: Mapping[str, Any], name: str) -> list[str]:
    """`AlarmName`, `AlarmNames` in JSON, or `AlarmNames.member.1` in a form."""
    found = [value for key, value in asked.items() if key.split(".")[0].removesuffix("s") == name]
    return [one for value in found for one in (value if isinstance(value, list) else [value])]


def _cloudformation(call: ApiCall, account_id: str) -> Sequence[str]:
    stack = call.parameters.get("StackName", "")
    if not stack or stack.startswith("arn:"):
        return [stack] if stack else []
    return [_arn(call, account_id, f"stack/{stack}/new")]


def _budgets(call: ApiCall, account_id: str) -> Sequence[str]:
    asked = call.parameters
    if "ResourceARN" in asked:
        return [asked["ResourceARN"]]
    described = asked.get("Budget") or asked.get("NewBudget") or asked
    name = described.get("BudgetName", "*")
    return [f"arn:aws:budgets::{account_id}:budget/{name}"]


def _anomalies(call: ApiCall, account_id: str) -> Sequence[str]:
    asked = call.parameters
    arns = [
        asked[name] for name in ("MonitorArn", "ResourceArn", "SubscriptionArn") if name in asked
    ]
    listed = ("MonitorArnList", "SubscriptionArnList") if call.operation.startswith("Get") else ()
    return [*arns, *(arn for name in listed for arn in asked.get(name, ()))]


SERVICES: Mapping[str, Callable[[ApiCall, str], Sequence[str]]] = {
    "athena": _athena,
    "bcm-data-exports": _data_exports,
    "budgets": _budgets,
    "ce": _anomalies,
    "cloudformation": _cloudformation,
    "cur": _cur,
    "events": _events,
    "glue": _glue,
    "grafana": _grafana,
    "iam": _iam,
    "kms": _kms,
    "logs": _logs,
    "monitoring": _cloudwatch,
    "s3": _s3,
    "sns": _sns,
    "sqs": _sqs,
    "states": _states,
}
