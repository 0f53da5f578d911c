"""Which environment is emulated: one of cdktf.json, and its plan."""

from dataclasses import dataclass
from pathlib import Path

from modules.environment import read_environments
from modules.naming import Names
from modules.plan import Plan

PROJECT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Emulated:
    """An environment and what follows from its settings."""

    name: str
    plan: Plan

    @classmethod
    def read(cls, name: str) -> "Emulated":
        """Raises SettingsError, and KeyError for an environment that isn't there."""
        return cls(name, Plan.of(read_environments(PROJECT / "cdktf.json")[name]))

    @property
    def payers(self) -> tuple[str, ...]:
        """Those of a hub; none for an environment that has one payer."""
        found = dict.fromkeys(delivery.payer for delivery in self.plan.deliveries)
        return tuple(found) if self.plan.environment.payers else ()

    @property
    def names(self) -> Names:
        """Of the plan."""
        return self.plan.names
