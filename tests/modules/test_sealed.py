"""Sealed tables, and the views that stand for them where nothing is sealed."""

from dataclasses import replace

from modules.sealed import SOURCE, TABLES, form_over, queries_over
from modules.sql import THEMES, SavedQuery, all_queries
from modules.views import views_over
from tests.queries.view_cases import DECLARED

VIEWS = {view.name for view in views_over(DECLARED)} | set(DECLARED)
(MOVERS,) = (query for query in all_queries() if query.full_name == "spend/movers")


def names(queries: list[SavedQuery]) -> list[str]:
    return [query.name for query in queries]


def test_a_question_is_asked_of_the_sealed_table() -> None:
    """As its file stands."""
    assert form_over(MOVERS, {*VIEWS, *TABLES}) is MOVERS


def test_where_nothing_is_sealed_it_is_asked_of_the_view() -> None:
    """Also in its header; no other word changes."""
    asked = form_over(MOVERS, VIEWS)
    assert asked.reads == ("daily_costs_source",)
    assert asked.sql == MOVERS.sql.replace("daily_costs", "daily_costs_source")


def test_a_view_of_a_sealed_table_stays_what_it_is() -> None:
    """Its name begins with the table's."""
    own = replace(MOVERS, sql="SELECT line_items FROM daily_costs_source, daily_costs")
    assert form_over(own, VIEWS).sql.endswith("FROM daily_costs_source, daily_costs_source")


def test_no_question_is_lost_with_the_sealed_tables() -> None:
    """Nor is one there when neither table nor view is."""
    for theme in THEMES:
        assert names(queries_over(theme, VIEWS)) == names(queries_over(theme, {*VIEWS, *TABLES}))
    without = VIEWS - {SOURCE.format(name) for name in TABLES}
    assert "movers" not in names(queries_over("spend", without))
