"""An environment that takes over what an account has: its settings, its imports, and what stays out.

Two ways. A new environment is read from the account: the names from its delivery buckets, each export's
settings from the export. One of `cdktf.json` keeps its settings and gets the imports.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from athena.errors import ExpectedFailure
from costs.deployed.account import Account
from costs.deployed.choice import (
    NotAdoptable,
    Section,
    dataset_of,
    names_there,
    only,
    section_of,
)
from costs.deployed.credentials import require_account
from costs.deployed.deliveries import EXPORT, REPORT, Delivered, differences
from costs.deployed.existing import FINDERS, Synthesized, synthesized
from costs.deployed.replaced import replaced
from costs.deployed.settings_there import (
    catalog_there,
    different,
    enrolled_there,
    library_there,
    settings_there,
    tags_there,
)
from modules.datasets import DATASETS, Dataset
from modules.environment import Environment, parse_environments
from modules.naming import Names
from modules.plan import Plan
from modules.settings.problems import SettingsError

Json = dict[str, Any]
Candidates = dict[Dataset, list[tuple[Delivered, Section]]]


@dataclass(frozen=True)
class Adoption:
    """`settings` is the environment as it goes into `cdktf.json`, `imports` included."""

    settings: Json
    left: tuple[str, ...]
    """What can't be adopted as it is, each with the reason."""


def adopt_new(account: Account, name: str) -> Adoption:
    """Read an environment from the account. Raises SettingsError and ClientError."""
    names = names_there(account)
    candidates, left = _candidates(account, names)
    while True:
        chosen = {dataset: found[0] for dataset, found in candidates.items() if found}
        settings = _settings(account, names, {d: section for d, (_, section) in chosen.items()})
        environment = parse_environments("adopt", {name: settings})[name]
        resources = list(_resources(name, environment))
        wrong = dict(_wrong(account, resources))
        misfits = [d for d, (delivered, _) in chosen.items() if delivered.id in wrong]
        if not misfits:
            break
        for dataset in misfits:
            delivered, _ = candidates[dataset].pop(0)
            left += [_left(delivered, reason) for reason in wrong[delivered.id]]
    for dataset, (adopted, _) in chosen.items():
        reason = f"an environment has one export of {dataset.title}, and adopts {adopted.name}"
        left += [_left(other, reason) for other, _ in candidates[dataset][1:]]
    imports, untaken = _imports(account, environment, resources)
    return Adoption(settings | {"imports": imports}, (*left, *untaken))


def adopt_known(account: Account, name: str, settings: Json) -> Adoption:
    """The imports of an environment that has settings. Raises SettingsError and ClientError."""
    environment = parse_environments("cdktf.json", {name: settings | {"imports": {}}})[name]
    if environment.hub:
        raise ExpectedFailure(
            f"{name} is a source, and what Cloud Control makes can't be imported: docs/hub.md"
        )
    require_account(name, environment.account_id, account.id)
    resources = list(_resources(name, environment))
    wrong = dict(_wrong(account, resources))
    left = [
        _left(delivered, reason)
        for delivered in account.deliveries
        for reason in wrong.get(delivered.id, ())
    ]
    imports, untaken = _imports(account, environment, resources)
    return Adoption(settings | {"imports": imports}, (*left, *untaken))


def _candidates(account: Account, names: Names) -> tuple[Candidates, list[str]]:
    candidates: Candidates = {dataset: [] for dataset in DATASETS}
    left = []
    for delivered in account.deliveries:
        dataset = dataset_of(delivered)
        if dataset is None:
            left.append(_left(delivered, f"no dataset here is of its table ({delivered.table})"))
            continue
        try:
            candidates[dataset].append((delivered, section_of(dataset, delivered, names)))
        except NotAdoptable as reason:
            left.append(_left(delivered, str(reason)))
    return candidates, left


def _left(delivered: Delivered, reason: str) -> str:
    return f"{'export' if delivered.table else 'report'} {delivered.name}: {reason}"


def _settings(account: Account, names: Names, sections: Mapping[Dataset, Section]) -> Json:
    """An environment that says only what isn't a default."""
    settings: Json = {"account_id": account.id, "region": account.region}
    if names.prefix != Environment.model_fields["name_prefix"].default:
        settings["name_prefix"] = names.prefix
    datasets = list(sections) or list(_on_by_default(settings))
    if tags := tags_there(account, names.delivery_bucket(datasets[0].service)):
        settings["tags"] = tags
    catalogued = {
        d: found | catalog_there(account, names, d) | enrolled_there(account, d)
        for d, found in sections.items()
    }
    settings["exports"] = only(catalogued) if sections else _beside(account, settings)
    for section, found in settings_there(account, names, datasets).items():
        default = Environment.model_fields[section].default
        for key, value in different(found, default).items():
            said = settings | {section: settings.get(section, {}) | {key: value}}
            if _accepted(said):
                settings = said
    if found := library_there(account, Plan.of(_parsed(settings))):
        settings["query"] = settings.get("query", {}) | {"library": found}
    return settings


def _on_by_default(settings: Json) -> Iterator[Dataset]:
    yield from (line.dataset for line in Plan.of(_parsed(settings)).lines)


def _beside(account: Account, settings: Json) -> Section:
    """New exports beside what can't be adopted: names are unique in an account."""
    taken = {(delivered.service, delivered.name) for delivered in account.deliveries}
    return {
        delivery.dataset.name: {"export_name": f"{delivery.export}-new"}
        for delivery in Plan.of(_parsed(settings)).deliveries
        if (delivery.dataset.service, delivery.export) in taken
    }


def _parsed(settings: Json) -> Environment:
    return parse_environments("adopt", {"adopt": settings})["adopt"]


def _accepted(settings: Json) -> bool:
    try:
        _parsed(settings)
    except SettingsError:
        return False
    return True


def _resources(name: str, environment: Environment) -> Iterator[Synthesized]:
    from modules.providers import App  # isort: skip  # before any binding
    from modules.pipeline import CostPipeline

    yield from synthesized(CostPipeline(App(), name, environment).to_terraform())


def _wrong(account: Account, resources: Iterable[Synthesized]) -> Iterator[tuple[str, list[str]]]:
    """Ids of exports that are there by the name that is asked for, but not as they are asked for."""
    for resource in resources:
        if resource.type in (EXPORT, REPORT):
            asked = Delivered.of_terraform(resource.type, resource.arguments)
            for there in account.deliveries:
                same = (there.service, there.name) == (asked.service, asked.name)
                if same and (reasons := list(differences(there, asked))):
                    yield there.id, reasons


def _imports(
    account: Account, environment: Environment, resources: Iterable[Synthesized]
) -> tuple[dict[str, str], list[str]]:
    imports, left = {}, []
    names = Plan.of(environment).names
    for resource in sorted(resources, key=lambda one: one.path):
        find = FINDERS.get(resource.type)
        if find is None:
            left.append(f"{resource.path}: adopt can't tell whether there is an {resource.type}")
        elif found := find(account, resource.arguments):
            imports[resource.path] = found
            left += replaced(account, resource, names)
    return imports, left
