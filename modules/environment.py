"""Settings: `cdktf.json` → `context.environments.<name>` → `Environment`.

What Terraform's validate lets through and AWS refuses, at apply or silently later, is refused here.
All problems come in one message (`settings/problems.py`).
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, ValidationInfo
from pydantic import field_validator as validates

from modules.datasets import CUR2, DATASETS, FOCUS, LEGACY_CUR, Dataset, ExportsSettings
from modules.settings.access import AccessSettings
from modules.settings.backend import Backend, LocalBackend
from modules.settings.base import AccountId, Settings, matching
from modules.settings.catalog import CatalogSettings
from modules.settings.consumers import ConsumersSettings
from modules.settings.events import EventsSettings
from modules.settings.monitoring import MonitoringSettings
from modules.settings.problems import (
    ROOT,
    SettingsError,
    describe,
    refuse,
    shared_prefixes,
    tell,
    unknown_environment,
)
from modules.settings.query import QuerySettings
from modules.settings.storage import StorageSettings
from modules.settings.tags import Tags, with_project

MOST_PAYERS = 20  # a bucket takes 100 notifications, and each export of a payer is one


class Environment(Settings):
    """One stack: one account, one region, one Terraform state.

    With `payers` it is a hub, with `hub` a source: nothing but exports that deliver to a hub.
    """

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
        str,
        matching(
            r"[a-z][a-z0-9\-]{0,9}",
            "1 to 10 of a-z 0-9 -, a letter first",
            "shorten it, remove other characters",
        ),
    ] = Field("cid", description="starts every physical name; CID's tools look for 'cid'")
    tags: Tags = Field(default_factory=dict, description="default tags of all resources")
    payers: tuple[AccountId, ...] = Field(
        (), strict=False, description="other accounts that deliver their exports here: docs/hub.md"
    )
    own_exports: bool | None = Field(
        None,
        validate_default=True,
        description="with payers: whether this account has exports, too; a member's costs stand in "
        "its payer's bill already",
    )
    hub: AccountId | None = Field(
        None,
        description="in a payer: the account whose environment gets its exports, and all that is "
        "deployed here",
    )
    allow_data_deletion: bool = Field(
        False, description="second key of force_destroy, and lifts prevent_destroy"
    )
    backend: Backend = Field(
        LocalBackend(), discriminator="type", description="where Terraform keeps its state"
    )
    delete_exports: tuple[str, ...] = Field(
        (),
        strict=False,
        description="exports that are off and shall be deleted in AWS, too; what they delivered stays",
    )
    imports: dict[str, str] = Field(
        default_factory=dict,
        description="what exists already: construct path → id; `python -m costs adopt` writes it",
    )
    exports: ExportsSettings = Field(ExportsSettings(), validate_default=True)
    storage: StorageSettings = StorageSettings()
    events: EventsSettings = EventsSettings()
    catalog: CatalogSettings = CatalogSettings()
    query: QuerySettings = QuerySettings()
    monitoring: MonitoringSettings = MonitoringSettings()
    consumers: ConsumersSettings = ConsumersSettings()
    access: AccessSettings = AccessSettings()

    @validates("payers")
    @classmethod
    def _others_once_each(cls, payers: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        own = info.data.get("account_id")
        if own in payers:
            allowed = f"accounts other than the environment's own, {own}"
            raise refuse(allowed, "leave it out; own_exports says whether it delivers, too")
        if twice := sorted({payer for payer in payers if payers.count(payer) > 1}):
            raise refuse(f"each account once; {', '.join(twice)} is there twice", "leave one out")
        if len(payers) > MOST_PAYERS:
            allowed = f"{MOST_PAYERS} accounts at most: S3 takes 100 notifications of a bucket"
            raise refuse(allowed, "divide them between two hubs, each with its own name_prefix")
        return payers

    @validates("own_exports")
    @classmethod
    def _own_exports_of_a_hub(cls, own: bool | None, info: ValidationInfo) -> bool | None:
        if info.data.get("payers"):
            if own is None:
                raise refuse(
                    "true or false where there are payers",
                    "true if this account pays a bill of its own; false if it is a member, whose costs "
                    "its payer's exports have already",
                )
        elif own is not None and "payers" in info.data:
            raise refuse("left out where there are no payers", "remove it, or name payers")
        return own

    @validates("hub")
    @classmethod
    def _another_account(cls, hub: str | None, info: ValidationInfo) -> str | None:
        if hub and hub == info.data.get("account_id"):
            allowed = "an account other than the environment's own"
            raise refuse(allowed, "remove it: without it the exports deliver into this account")
        if hub and info.data.get("payers"):
            raise refuse(
                "left out where there are payers", "an environment is a hub or a source: make two"
            )
        return hub

    @validates("storage", "events", "catalog", "query", "monitoring", "consumers", "access")
    @classmethod
    def _nothing_but_exports(cls, section: Settings, info: ValidationInfo) -> Settings:
        if info.data.get("hub") and section != type(section)():
            raise refuse(
                "left out where there is a hub: a source has exports and nothing else",
                "move it to the hub's environment",
            )
        return section

    @validates("consumers")
    @classmethod
    def _line_items_to_read(
        cls, consumers: ConsumersSettings, info: ValidationInfo
    ) -> ConsumersSettings:
        exports: ExportsSettings | None = info.data.get("exports")
        if consumers.opencost.enabled and exports and not {CUR2, LEGACY_CUR} & set(exports.enabled):
            raise refuse(
                "opencost left out without exports.cur2 and exports.legacy_cur: it reads line items",
                "enable exports.cur2",
            )
        return consumers

    @validates("consumers")
    @classmethod
    def _rows_that_are_sealed(
        cls, consumers: ConsumersSettings, info: ValidationInfo
    ) -> ConsumersSettings:
        query: QuerySettings = info.data.get("query", QuerySettings())
        exports: ExportsSettings | None = info.data.get("exports")
        costs = not exports or {CUR2, FOCUS, LEGACY_CUR} & set(exports.enabled)
        for name, reader in consumers.readers.items():
            if reader.only.everything:
                continue
            if not query.sealed.enabled or not costs:
                raise refuse(
                    f"readers.{name}.only left out where no months are sealed: what it sees is sealed "
                    "for it",
                    "enable query.sealed, and exports.cur2",
                )
            if unknown := sorted(set(reader.only.tags) - set(query.tags)):
                known = ", ".join(query.tags) or "none"
                raise refuse(
                    f"readers.{name}.only.tags of query.tags, {known}; {unknown[0]!r} isn't one",
                    f"add {unknown[0]!r} to query.tags, and seal all months anew (docs/runbook.md)",
                )
        return consumers

    @validates("exports")
    @classmethod
    def _in_one_account(cls, exports: ExportsSettings, info: ValidationInfo) -> ExportsSettings:
        here = info.data.get("own_exports") is not False and not info.data.get("hub")
        for dataset in exports.enabled:
            if not here and not dataset.service.crosses_accounts:
                raise refuse(
                    f"exports.{dataset.name} off: AWS delivers {dataset.title} only into a bucket of "
                    "the account that it is of",
                    "turn it off here; CUR 2.0 has the same line items",
                )
        return exports

    @validates("exports")
    @classmethod
    def _something_to_deliver(cls, exports: ExportsSettings) -> ExportsSettings:
        if not exports.enabled:
            sections = " or ".join(f"exports.{dataset.name}" for dataset in DATASETS)
            raise refuse("at least one export enabled", f"enable {sections}")
        return exports

    @validates("exports")
    @classmethod
    def _deleted_only_when_off(
        cls, exports: ExportsSettings, info: ValidationInfo
    ) -> ExportsSettings:
        on = {dataset.name for dataset in exports.enabled}
        for name in info.data.get("delete_exports", ()):
            if name in on:
                raise refuse(
                    f"exports.{name} off, because delete_exports names it",
                    f"turn exports.{name} off, or take it out of delete_exports",
                )
        return exports

    @validates("delete_exports")
    @classmethod
    def _known_exports(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        known = [dataset.name for dataset in DATASETS]
        for name in names:
            if name not in known:
                raise refuse(f"names of exports: {', '.join(known)}", "correct it")
        return names

    @validates("storage")
    @classmethod
    def _two_keys(cls, storage: StorageSettings, info: ValidationInfo) -> StorageSettings:
        if storage.force_destroy and not info.data.get("allow_data_deletion", True):
            raise refuse(
                "force_destroy only together with allow_data_deletion = true",
                "set both to delete the delivered data, or neither",
            )
        return storage

    @validates("storage")
    @classmethod
    def _results_key_at_home(
        cls, storage: StorageSettings, info: ValidationInfo
    ) -> StorageSettings:
        _require_home(storage.results_kms_key, info)
        return storage

    @validates("events")
    @classmethod
    def _log_key_at_home(cls, events: EventsSettings, info: ValidationInfo) -> EventsSettings:
        _require_home(events.log_kms_key, info)
        return events

    @validates("access")
    @classmethod
    def _own_boundary(cls, access: AccessSettings, info: ValidationInfo) -> AccessSettings:
        account_id, boundary = info.data.get("account_id"), access.permissions_boundary
        if boundary and account_id and boundary.split(":")[4] not in (account_id, "aws"):
            allowed = f"permissions_boundary of account {account_id}, or of AWS itself"
            raise refuse(allowed, "a boundary must be in the role's account")
        return access

    @property
    def all_tags(self) -> dict[str, str]:
        """What every resource is tagged with."""
        return with_project(self.tags)

    @property
    def with_nothing_off(self) -> "Environment":
        """The same with nothing off: what may have been deployed before."""
        sealed = self.query.sealed.model_copy(update={"enabled": True})
        query = self.query.model_copy(update={"sealed": sealed})
        return self.model_copy(update={"exports": self.exports.all_enabled, "query": query})

    @property
    def by_itself(self) -> "Environment":
        """The same without a hub and with its own exports: what may have been deployed before, too."""
        own = True if self.payers else None
        return self.model_copy(update={"hub": None, "own_exports": own})


def _require_home(key: str | None, info: ValidationInfo) -> None:
    region = info.data.get("region")
    if key and region and key.split(":")[3] != region:
        allowed = f"a key in {region}: S3 and CloudWatch use keys of their own Region"
        raise refuse(allowed, "name a key, or a replica of it, in that Region")


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
        problems += _out_of_reach(name, settings, written)
    problems += _same_names(environments)
    if problems:
        raise SettingsError(source, problems)
    return environments


def _same_names(environments: Mapping[str, Environment]) -> list[str]:
    """Two stacks would own one bucket: its name has account and prefix, but no Region."""
    owners: dict[tuple[str, str], str] = {}
    problems = []
    for name, environment in environments.items():
        key = (environment.account_id, environment.name_prefix)
        owner = owners.setdefault(key, name)
        if owner != name:
            allowed = f"another than that of {owner}, which is in the same account"
            fix = "give each environment of an account its own name_prefix"
            path = f"{ROOT}.{name}.name_prefix"
            problems.append(tell(path, environment.name_prefix, allowed, fix))
    return problems


def _enabled_exports(raw: object) -> dict[Dataset, dict[str, object]]:
    sections = raw.get("exports", {}) if isinstance(raw, dict) else {}
    enabled = {}
    for dataset in DATASETS:
        section = sections.get(dataset.name, {}) if isinstance(sections, dict) else {}
        written = section if isinstance(section, dict) else {}
        default = ExportsSettings.model_fields[dataset.name].default
        if written.get("enabled", default.enabled) is True:
            enabled[dataset] = default.model_dump() | written
    return enabled


def _prefixes(exports: Mapping[Dataset, dict[str, object]]) -> dict[str, str]:
    return {dataset.name: str(section["prefix"]).strip("/") for dataset, section in exports.items()}


def _out_of_reach(environment: str, raw: object, exports: Iterable[Dataset]) -> list[str]:
    """Datasets that can't be delivered to the region."""
    region = raw.get("region") if isinstance(raw, dict) else None
    problems = []
    for dataset in exports:
        if isinstance(region, str) and dataset.regions and region not in dataset.regions:
            section, regions = f"exports.{dataset.name}", ", ".join(sorted(dataset.regions))
            allowed = f"with {section} on, one that it delivers to: {regions}"
            fix = f"turn {section} off, or deploy to another region"
            problems.append(tell(f"{ROOT}.{environment}.region", region, allowed, fix))
    return problems
