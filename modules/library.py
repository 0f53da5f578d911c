"""The saved queries of an environment: what its tables can answer, of the themes that it names."""

from collections.abc import Collection

from modules.plan import Plan
from modules.sealed import Sealing, queries_over
from modules.sql import SavedQuery
from modules.themes import FOLDERS
from modules.views import View


def library(
    plan: Plan, views: Collection[View], sealing: Sealing | None
) -> dict[str, list[SavedQuery]]:
    """By theme, none of them empty."""
    there = {
        *(line.dataset.table for line in plan.lines),
        *(line.dataset.declared_table for line in plan.lines),
        *(view.name for view in views),
        *(table.name for table in (sealing.tables if sealing else ())),
    }
    themes = [folder for folder in FOLDERS if folder in plan.environment.query.library.themes]
    found = {theme: queries_over(theme, there) for theme in themes}
    return {theme: queries for theme, queries in found.items() if queries}
