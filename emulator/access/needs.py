"""All that IAM asks when a call is made: actions, on which resources, under which conditions."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from moto.core.utils import unix_time
from moto.kms.models import kms_backends

from emulator.access.actions import action, tagging_action
from emulator.access.call import ApiCall
from emulator.access.resources import created, exported_table, resources
from emulator.aws.grafana.models import grafana_backends
from emulator.aws.policy import Request

# Nobody needs a permission to ask who they are.
FREE = {("sts", "GetCallerIdentity")}
# Whose role is it that a call hands to a service: https://docs.aws.amazon.com/IAM/latest/UserGuide/
# id_roles_use_passrole.html
PASSES_ROLE: Mapping[tuple[str, str], str] = {
    ("events", "PutTargets"): "events.amazonaws.com",
    ("glue", "CreateCrawler"): "glue.amazonaws.com",
    ("glue", "UpdateCrawler"): "glue.amazonaws.com",
    ("grafana", "CreateWorkspace"): "grafana.amazonaws.com",
    ("grafana", "UpdateWorkspace"): "grafana.amazonaws.com",
    ("states", "CreateStateMachine"): "states.amazonaws.com",
    ("states", "UpdateStateMachine"): "states.amazonaws.com",
}

# What else a workspace asks for that signs in by IAM Identity Center, as ours does:
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmanagedgrafana.html
SIGN_IN: Mapping[tuple[str, str], Sequence[str]] = {
    ("grafana", "CreateWorkspace"): (
        "organizations:DescribeOrganization",
        "sso:CreateManagedApplicationInstance",
        "sso:DescribeRegisteredRegions",
        "sso:GetSharedSsoConfiguration",
    ),
    ("grafana", "DeleteWorkspace"): ("sso:DeleteManagedApplicationInstance",),
}
# What an export's maker must be able to read themselves:
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_bcm-data-exports.html
READS_OF_TABLES: Mapping[str, Sequence[str]] = {
    "COST_OPTIMIZATION_RECOMMENDATIONS": (
        "cost-optimization-hub:GetRecommendation",
        "cost-optimization-hub:ListRecommendations",
    ),
    "CARBON_EMISSIONS": ("sustainability:GetCarbonFootprintSummary",),
}
HUB, HUB_ROLE = "cost-optimization-hub.bcm.amazonaws.com", "AWSServiceRoleForCostOptimizationHub"
# https://docs.aws.amazon.com/kms/latest/developerguide/abac.html
TAGS_COUNT_AFTER = 300  # seconds


def needs(call: ApiCall, account_id: str) -> Iterator[Request]:
    """Each must be allowed; nothing for a call that is free."""
    operation = (call.service, call.operation)
    if operation in FREE:
        return
    context = {"aws:RequestedRegion": call.region} | _conditions(call, account_id)
    if operation == ("s3", "DeleteObjects"):
        yield from _deletions(call, context)
        return
    for resource in resources(call, account_id):
        yield Request(action(call), resource, context=context)
    if tagging := tagging_action(call):
        yield Request(tagging, created(call, account_id), context=context)
    for role in _roles(call):
        passed = {"iam:PassedToService": PASSES_ROLE[operation]}
        yield Request("iam:PassRole", role, context=context | passed)
    if operation == ("bcm-data-exports", "CreateExport"):
        # AWS says that it asks for it, not of what: its sample has `*`, policies that people narrowed
        # have this. No report has such a name, so only `*` passes here.
        # https://docs.aws.amazon.com/cur/latest/userguide/bcm-data-exports-access.html
        report = f"arn:aws:cur:{call.region}:{account_id}:/putReportDefinition"
        yield Request("cur:PutReportDefinition", report, context=context)
        for asked in READS_OF_TABLES.get(exported_table(call), ()):
            yield Request(asked, "*", context=context)
    if operation == ("kms", "CreateKey"):
        yield from _lockout_check(call, account_id, context)
    if operation == ("cost-optimization-hub", "UpdateEnrollmentStatus"):
        yield from _enrolment(call, account_id, context)
    for asked in SIGN_IN.get(operation, ()):
        yield Request(asked, "*", context=context)
    if call.service == "cloudcontrolapi":
        yield from _handlers(call, account_id, context)
    if operation == ("logs", "CreateLogGroup") and "kmsKeyId" in call.parameters:
        for resource in resources(call, account_id):
            yield Request("logs:AssociateKmsKey", resource, context=context)


def _handlers(call: ApiCall, account_id: str, context: Mapping[str, str]) -> Iterator[Request]:
    """What Cloud Control calls in the name of who calls it, as far as an export needs it.

    https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/security.html
    """
    asked = call.parameters
    called: dict[str, dict[str, object]] = {}
    match call.operation:
        case "CreateResource":
            model = json.loads(asked["DesiredState"])
            tags = {"ResourceTags": model.get("Tags", [])}
            called["CreateExport"] = {"Export": model["Export"]} | tags
        case "GetResource":
            called["GetExport"] = {"ExportArn": asked["Identifier"]}
            called["ListTagsForResource"] = {"ResourceArn": asked["Identifier"]}
        case "DeleteResource":
            called["DeleteExport"] = {"ExportArn": asked["Identifier"]}
    for operation, parameters in called.items():
        inner = ApiCall(call.access_key, call.region, "bcm-data-exports", operation, parameters)
        for request in needs(inner, account_id):
            yield replace(request, context=context)


def _lockout_check(call: ApiCall, account_id: str, context: Mapping[str, str]) -> Iterator[Request]:
    """May the caller change the key's policy later, on a key whose tags don't count yet?

    https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html AWS tells the answer as a
    malformed policy.
    """
    asked = call.parameters
    if "Policy" in asked and not asked.get("BypassPolicyLockoutSafetyCheck"):
        yield Request("kms:PutKeyPolicy", created(call, account_id), context=context)


def _enrolment(call: ApiCall, account_id: str, context: Mapping[str, str]) -> Iterator[Request]:
    """The hub makes its role and, with member accounts, trusts itself in the organization.

    https://docs.aws.amazon.com/cost-management/latest/userguide/coh-trusted-access.html
    """
    asked = call.parameters
    if asked["status"] != "Active":
        return
    role = f"arn:aws:iam::{account_id}:role/aws-service-role/{HUB}/{HUB_ROLE}"
    named = {"iam:AWSServiceName": HUB}
    yield Request("iam:CreateServiceLinkedRole", role, context={**context, **named})
    if asked.get("includeMemberAccounts"):
        trusted = {"organizations:ServicePrincipal": HUB}
        yield Request("organizations:EnableAWSServiceAccess", "*", context={**context, **trusted})


def _roles(call: ApiCall) -> Iterator[str]:
    if (call.service, call.operation) not in PASSES_ROLE:
        return
    asked = call.parameters
    yield from (asked[name] for name in ("Role", "roleArn", "workspaceRoleArn") if asked.get(name))
    yield from (target["RoleArn"] for target in asked.get("Targets", ()) if "RoleArn" in target)


def _conditions(call: ApiCall, account_id: str) -> dict[str, str]:
    if call.service == "kms":
        return _tags_of_keys(call, account_id)
    if call.service == "grafana":
        return _tags_of_workspaces(call, account_id)
    boundary = call.parameters.get("PermissionsBoundary") if call.service == "iam" else None
    return {"iam:PermissionsBoundary": boundary} if boundary else {}


def _tags_of_keys(call: ApiCall, account_id: str) -> dict[str, str]:
    """Those of a key that was just made don't count yet.

    https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
    """
    asked, kms = call.parameters, kms_backends[account_id][call.region]
    given = {tag["TagKey"]: tag["TagValue"] for tag in asked.get("Tags", ())}
    key = str(asked.get("KeyId") or asked.get("TargetKeyId", "")).rpartition("/")[2]
    made = kms.keys[key].creation_date if key in kms.keys else 0
    counts = unix_time() - made >= TAGS_COUNT_AFTER
    has = kms.tagger.get_tag_dict_for_resource(key) if counts else {}
    return {
        **{f"aws:RequestTag/{name}": value for name, value in given.items()},
        **{f"aws:ResourceTag/{name}": value for name, value in has.items()},
    }


def _tags_of_workspaces(call: ApiCall, account_id: str) -> dict[str, str]:
    given = call.parameters.get("tags", {})
    (arn,) = resources(call, account_id)
    backend = grafana_backends[account_id][call.region]
    workspace = backend.workspaces.get(arn.rpartition("/")[2], {})
    return {
        **{f"aws:RequestTag/{name}": value for name, value in given.items()},
        **{f"aws:ResourceTag/{name}": value for name, value in workspace.get("tags", {}).items()},
    }


def _deletions(call: ApiCall, context: Mapping[str, str]) -> Iterator[Request]:
    for key, version in call.parameters["Objects"]:
        action = "s3:DeleteObjectVersion" if version else "s3:DeleteObject"
        resource = f"arn:aws:s3:::{call.parameters['Bucket']}/{key}"
        yield Request(action, resource, context=context)
