"""The saved queries of an environment: what its tables can answer, of the themes that it names."""

from modules.plan import Plan
from modules.sealed import Sealing, queries_over
from modules.sql import SavedQuery
from modules.themes import FOLDERS
from modules.views import views_over


def library(plan: Plan) -> dict[str, list[SavedQuery]]:
    """By theme, none of them empty."""
    query = plan.environment.query
    declared = {line.dataset.declared_table for line in plan.lines}
    sealing = Sealing.of(plan)
    there = {
        *declared,
        *(line.dataset.table for line in plan.lines),
        *(view.name for view in views_over(declared, query.tags, query.listed_accounts)),
        *(table.name for table in (sealing.tables if sealing else ())),
    }
    found = {folder: queries_over(folder, there) for folder in FOLDERS}
    return {
        theme: found[theme] for theme in FOLDERS if found[theme] and theme in query.library.themes
    }
