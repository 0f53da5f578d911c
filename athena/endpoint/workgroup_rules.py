"""A workgroup's rules for a statement: may it run, where do its results go, how much may it scan.

An enforced configuration overrides what the client asks for, silently. moto keeps the workgroups; this
reads them. https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moto.athena.models import WorkGroup

from athena.endpoint.errors import InvalidRequest
from athena.glue.objects import Objects, S3Uri

ENGINE = "Athena engine version 3"
NO_LOCATION = (
    "No output location provided. You did not provide an output location for  your query results. "
    "Either specify an S3 bucket location or enable Athena managed query results in your workgroup "
    "settings."
)  # two blanks after "for", as Athena has it


@dataclass(frozen=True)
class WorkgroupRules:
    """What a workgroup decides for one statement."""

    name: str
    location: S3Uri  # a folder
    result_configuration: Mapping[str, Any]  # as GetQueryExecution reports it, without the location
    scan_limit: int | None  # bytes
    engine_version: Mapping[str, str]
    enforced: bool  # may clients not choose where results and tables go?


def rules_for(
    workgroup: WorkGroup | None, asked: Mapping[str, Any], objects: Objects, account_id: str
) -> WorkgroupRules:
    """Apply a workgroup to the ResultConfiguration a client sent (may be empty).

    Raises InvalidRequest when the workgroup is unknown or disabled, or there is no usable location.
    """
    if workgroup is None:
        raise InvalidRequest("WorkGroup is not found.")
    if workgroup.state != "ENABLED":
        raise InvalidRequest(f"WorkGroup {workgroup.name} is disabled.")
    configuration = workgroup.configuration
    own = configuration.get("ResultConfiguration") or {}
    enforced = configuration.get("EnforceWorkGroupConfiguration", True)
    chosen = dict(own) if enforced or not asked.get("OutputLocation") else dict(asked)
    location = _location(chosen.pop("OutputLocation", None), chosen, objects, account_id)
    return WorkgroupRules(
        workgroup.name,
        location,
        chosen,
        configuration.get("BytesScannedCutoffPerQuery"),
        {"EffectiveEngineVersion": ENGINE, **configuration.get("EngineVersion", {})},
        enforced,
    )


def _location(
    text: str | None, configuration: Mapping[str, Any], objects: Objects, account_id: str
) -> S3Uri:
    if not text:
        raise InvalidRequest(NO_LOCATION)
    try:
        location = S3Uri.parse(text).folder
    except ValueError:
        raise InvalidRequest("outputLocation is not a valid S3 path.") from None
    owner = configuration.get("ExpectedBucketOwner", account_id)
    if owner != account_id or not objects.bucket_exists(location.bucket):
        raise InvalidRequest(f"Unable to verify/create output bucket {location.bucket}")
    return location
