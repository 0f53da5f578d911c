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
    def read(cls, name: str | None = None) -> "Emulated":
        """By name, else the first that has tables. Raises SettingsError, KeyError with what there is."""
        known = read_environments(PROJECT / "cdktf.json")
        if name is None:
            with_tables = (name for name, environment in known.items() if not environment.hub)
            name = next(with_tables, next(iter(known)))
        if name not in known:
            raise KeyError(f"cdktf.json has no environment {name}; there are {', '.join(known)}")
        return cls(name, Plan.of(known[name]))

    @property
    def payers(self) -> tuple[str, ...]:
        """Those of a hub; none for an environment that has one payer."""
        found = dict.fromkeys(delivery.payer for delivery in self.plan.deliveries)
        return tuple(found) if self.plan.environment.payers else ()

    @property
    def names(self) -> Names:
        """Of the plan."""
        return self.plan.names
