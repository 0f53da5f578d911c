"""What an environment would have to say so that an export or report of the account is its own."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from costs.deployed.account import Account
from costs.deployed.deliveries import COLUMNS, Delivered
from modules.datasets import (
    DATASETS,
    BillingService,
    DataExportsDataset,
    Dataset,
    ExportsSettings,
)
from modules.environment import Environment, parse_environments
from modules.naming import Names
from modules.settings.base import Settings
from modules.settings.problems import SettingsError

Section = dict[str, Any]
DEFAULT_PREFIX: str = Environment.model_fields["name_prefix"].default


class NotAdoptable(Exception):
    """Why an export stays as it is, outside of the environment."""


def names_there(account: Account) -> Names:
    """By the delivery buckets: the prefix that most exports deliver to, or else the default one."""
    found: Counter[str] = Counter()
    into = Counter(delivered.bucket for delivered in account.deliveries)
    for service in BillingService:
        named = Names("PREFIX", account.id, account.region).delivery_bucket(service)
        pattern = re.escape(named).replace("PREFIX", "([a-z][a-z0-9-]{0,9})")
        for bucket in account.buckets:
            if match := re.fullmatch(pattern, bucket):
                found[match[1]] += 1 + 100 * into[bucket]
    prefix = max(found, key=lambda name: (found[name], name), default=DEFAULT_PREFIX)
    return Names(prefix, account.id, account.region)


def dataset_of(delivered: Delivered) -> Dataset | None:
    """None: of a table that no dataset describes."""
    for dataset in DATASETS:
        table = dataset.exports_table if isinstance(dataset, DataExportsDataset) else ""
        if (dataset.service, table) == (delivered.service, delivered.table):
            return dataset
    return None


def default_section(dataset: Dataset) -> Settings:
    """What a dataset's settings are when nothing is said."""
    section: Settings = ExportsSettings.model_fields[dataset.name].default
    return section


def section_of(dataset: Dataset, delivered: Delivered, names: Names) -> Section:
    """The dataset's settings that ask for just this export. Raises NotAdoptable."""
    _check_place(dataset, delivered, names)
    fields = type(default_section(dataset)).model_fields
    named = "export_name" if "export_name" in fields else "report_name"
    folder = delivered.prefix.rpartition("/")[0]
    section: Section = {"enabled": True, "prefix": folder, named: delivered.name}
    for key, value in delivered.details.items():
        field = fields.get(key.lower())
        if field is not None and isinstance(value, str):
            section[key.lower()] = value == "TRUE" if field.annotation is bool else value
    if section.get("overwrite") == "CREATE_NEW_REPORT":
        section["catalog"] = "registered"  # which alone has the latest version
    exported = getattr(_checked(dataset, section, names), "exported_columns", ())
    if COLUMNS in fields and (theirs := set(delivered.details[COLUMNS])) != set(exported):
        known = [column.name for column in dataset.columns if column.name in theirs]
        section[COLUMNS] = known + sorted(theirs - set(known))
        _checked(dataset, section, names)
    default = default_section(dataset)
    return {
        key: value
        for key, value in section.items()
        if key == "enabled" or value != getattr(default, key)
    }


def only(sections: Mapping[Dataset, Section]) -> Section:
    """`exports` with these on and all others off."""
    written: Section = {}
    for dataset in DATASETS:
        if dataset in sections:
            written[dataset.name] = sections[dataset]
        elif getattr(default_section(dataset), "enabled", False):
            written[dataset.name] = {"enabled": False}
    return written


def _check_place(dataset: Dataset, delivered: Delivered, names: Names) -> None:
    bucket = names.delivery_bucket(dataset.service)
    if delivered.bucket != bucket:
        raise NotAdoptable(f"it delivers into {delivered.bucket}, an environment's into {bucket}")
    if delivered.region != names.region:
        raise NotAdoptable(f"it delivers to {delivered.region}, not to {names.region}")
    if not delivered.prefix.endswith(f"/{names.account_id}"):
        prefix = f"'<folder>/{names.account_id}'"
        raise NotAdoptable(f"its prefix is {delivered.prefix!r}, an environment's {prefix}")


def _checked(dataset: Dataset, section: Section, names: Names) -> object:
    """The section as settings. Raises NotAdoptable with all that settings refuse."""
    asked = {
        "account_id": names.account_id,
        "region": names.region,
        "exports": only({dataset: section}),
    }
    try:
        environment = parse_environments("adopt", {"adopt": asked})["adopt"]
    except SettingsError as problem:
        lines = (line.strip() for line in str(problem).splitlines()[1:])
        told = "; ".join(line for line in lines if line)
        raise NotAdoptable(told.replace("context.environments.adopt.", "")) from None
    return environment.exports.of(dataset)
