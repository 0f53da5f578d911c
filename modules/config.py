"""Settings: `cdktf.json` → `context.environments.<name>` → `Environment`.

What Terraform's validate lets through and AWS refuses, at apply or silently later, is refused here.
All problems come in one message (`problems.py`).
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, ValidationInfo
from pydantic import field_validator as validates

from modules.problems import (
    ROOT,
    SettingsError,
    describe,
    refuse,
    shared_prefixes,
    tell,
    unknown_environment,
)
from modules.sections import (
    Backend,
    CatalogSettings,
    EventsSettings,
    ExportsSettings,
    LocalBackend,
    QuerySettings,
    Settings,
    StorageSettings,
    matching,
)

# https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_cur_ReportDefinition.html
LEGACY_CUR_REGIONS = frozenset(
    """af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
    ap-southeast-1 ap-southeast-2 ap-southeast-3 ca-central-1 eu-central-1 eu-central-2 eu-north-1
    eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 me-central-1 me-south-1 sa-east-1 us-east-1
    us-east-2 us-west-1 us-west-2""".split()
)
AccountId = Annotated[
    str, matching(r"\d{12}", "12 digits, as a string", "copy it from `aws sts get-caller-identity`")
]


class Environment(Settings):
    """One stack: one account, one region, one Terraform state."""

    account_id: AccountId = Field(
        description="where everything is deployed; no other can be planned"
    )
    region: Annotated[
        str,
        matching(
            r"(af|ap|ca|eu|il|me|mx|sa|us)-(north|south|east|west|central|northeast|northwest"
            r"|southeast|southwest)-\d",
            "a Region of the commercial partition, e.g. 'eu-west-1' (not cn-* or us-gov-*)",
            "correct it",
        ),
    ] = Field(description="home of buckets, catalog and queries; the exports live in us-east-1")
    name_prefix: Annotated[
        str, matching(r"[a-z][a-z0-9\-]{0,9}", "1 to 10 of a-z 0-9 -, a letter first", "shorten it")
    ] = Field("cid", description="starts every physical name; CID's tools look for 'cid'")
    tags: dict[str, str] = Field(default_factory=dict, description="default tags of all resources")
    allow_data_deletion: bool = Field(
        False, description="second key of force_destroy, and lifts prevent_destroy"
    )
    backend: Backend = Field(
        LocalBackend(), discriminator="type", description="where Terraform keeps its state"
    )
    exports: ExportsSettings = ExportsSettings()
    storage: StorageSettings = StorageSettings()
    events: EventsSettings = EventsSettings()
    catalog: CatalogSettings = CatalogSettings()
    query: QuerySettings = QuerySettings()

    @validates("exports")
    @classmethod
    def _something_to_deliver(cls, exports: ExportsSettings) -> ExportsSettings:
        if not any(section.enabled for _, section in exports):
            raise refuse("at least one export enabled", "enable exports.cur2 or exports.legacy_cur")
        return exports

    @validates("storage")
    @classmethod
    def _two_keys(cls, storage: StorageSettings, info: ValidationInfo) -> StorageSettings:
        if storage.force_destroy and not info.data.get("allow_data_deletion", True):
            raise refuse(
                "force_destroy only together with allow_data_deletion = true",
                "set both to delete the delivered data, or neither",
            )
        return storage


def read_environments(path: Path) -> dict[str, Environment]:
    """Read every environment of `cdktf.json`; raises SettingsError that lists all problems of all."""
    try:
        content = json.loads(path.read_text())
    except (OSError, json.JSONDecodeError) as problem:
        raise unknown_environment(path.name, f"can't be read as JSON: {problem}") from None
    context = content.get("context") if isinstance(content, dict) else None
    environments = context.get("environments") if isinstance(context, dict) else None
    if not isinstance(environments, dict) or not environments:
        raise unknown_environment(path.name, "context.environments names no environment")
    return parse_environments(path.name, environments)


def parse_environments(source: str, raw: Mapping[str, object]) -> dict[str, Environment]:
    """Validate environments as they stand in JSON."""
    environments: dict[str, Environment] = {}
    problems: list[str] = []
    for name, settings in raw.items():
        try:
            environments[name] = Environment.model_validate_json(json.dumps(settings))
        except ValidationError as refused:
            problems += [describe(name, error, Environment) for error in refused.errors()]
        # Read as written, so that they are compared even beside other problems.
        written = _enabled_exports(settings)
        problems += shared_prefixes(name, _prefixes(written))
        problems += _legacy_region(name, settings, written)
    if problems:
        raise SettingsError(source, problems)
    return environments


def _enabled_exports(raw: object) -> dict[str, dict[str, object]]:
    sections = raw.get("exports", {}) if isinstance(raw, dict) else {}
    enabled = {}
    for name, field in ExportsSettings.model_fields.items():
        section = sections.get(name, {}) if isinstance(sections, dict) else {}
        written = section if isinstance(section, dict) else {}
        if written.get("enabled", field.default.enabled) is True:
            enabled[name] = field.default.model_dump() | written
    return enabled


def _prefixes(exports: Mapping[str, dict[str, object]]) -> dict[str, str]:
    return {name: str(section["prefix"]).strip("/") for name, section in exports.items()}


def _legacy_region(environment: str, raw: object, exports: Mapping[str, object]) -> list[str]:
    region = raw.get("region") if isinstance(raw, dict) else None
    if "legacy_cur" not in exports or not isinstance(region, str) or region in LEGACY_CUR_REGIONS:
        return []
    allowed = "with exports.legacy_cur on, one that it delivers to: " + ", ".join(
        sorted(LEGACY_CUR_REGIONS)
    )
    fix = "turn exports.legacy_cur off, or deploy to another region"
    return [tell(f"{ROOT}.{environment}.region", region, allowed, fix)]
