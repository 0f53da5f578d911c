"""What an environment has to show: panels of what isn't there are left out."""

from dataclasses import dataclass

from modules.naming import Names
from modules.plan import Plan
from modules.sealed import Sealing
from modules.views import views_over


@dataclass(frozen=True)
class Subject:
    """One environment as its dashboards see it; `there` are its tables and views by name.

    `tags` are the keys whose columns the sealed months have, `currency` that of the bill (ISO 4217).
    """

    plan: Plan
    there: frozenset[str]
    tags: tuple[str, ...]
    currency: str

    @classmethod
    def of(cls, plan: Plan, currency: str = "USD") -> "Subject":
        query = plan.environment.query
        tables = {line.dataset.declared_table for line in plan.lines}
        views = views_over(tables, query.tags, query.listed_accounts)
        sealing = Sealing.of(plan)
        sealed = {table.name for table in sealing.tables} if sealing else set()
        there = tables | {view.name for view in views} | sealed
        return cls(plan, frozenset(there), query.tags, currency)

    @property
    def names(self) -> Names:
        return self.plan.names
