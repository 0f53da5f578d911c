"""Which environment is emulated: one of cdktf.json, its names and its exports."""

from dataclasses import dataclass
from pathlib import Path

from modules.config import Environment, read_environments
from modules.datasets import CUR2, LEGACY_CUR, Dataset
from modules.naming import Names

PROJECT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Export:
    """One enabled export and where it delivers."""

    dataset: Dataset
    bucket: str
    prefix: str
    name: str


@dataclass(frozen=True)
class Emulated:
    """An environment and what follows from its settings."""

    name: str
    environment: Environment
    names: Names

    @classmethod
    def read(cls, name: str) -> "Emulated":
        """Raises SettingsError, and KeyError for an environment that isn't there."""
        environment = read_environments(PROJECT / "cdktf.json")[name]
        names = Names(environment.name_prefix, environment.account_id, environment.region)
        return cls(name, environment, names)

    @property
    def exports(self) -> dict[Dataset, Export]:
        """By dataset."""
        cur2, legacy = self.environment.exports.cur2, self.environment.exports.legacy_cur
        found: dict[Dataset, Export] = {}
        if cur2.enabled:
            bucket = self.names.data_exports_bucket
            found[CUR2] = Export(CUR2, bucket, cur2.prefix, cur2.export_name)
        if legacy.enabled:
            bucket = self.names.legacy_report_bucket
            found[LEGACY_CUR] = Export(LEGACY_CUR, bucket, legacy.prefix, legacy.report_name)
        return found
