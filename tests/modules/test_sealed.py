"""Sealed tables, and the views that stand for them where nothing is sealed."""

from dataclasses import replace

from modules.plan import Plan
from modules.sealed import SOURCE, TABLES, Sealing, form_over, queries_over
from modules.sql import SavedQuery, all_queries
from modules.themes import THEMES
from modules.views import views_over
from tests.conftest import Json, environment
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


def share(only: Json) -> dict[str, str]:
    """What a reader that sees only this has, by folder."""
    readers = {"data-team": {"only": only}}
    plan = Plan.of(environment(query={"tags": ["user_team"]}, consumers={"readers": readers}))
    sealing = Sealing.of(plan)
    assert sealing
    return {table.folder: table.reads for table in sealing.shares["data-team"]}


def test_a_reader_of_some_rows_has_tables_of_them() -> None:
    """Of an account that is named, or of a tag's value that is."""
    rows = "account_id IN ('111122223333') OR tag_user_team IN ('data', '')"
    assert share({"accounts": ["111122223333"], "tags": {"user_team": ["data", ""]}}) == {
        f"readers/data-team/{name}": f"(SELECT * FROM {name}_source WHERE {rows}) AS theirs"
        for name in TABLES
    }


def test_a_tag_without_values_opens_nothing() -> None:
    """Its condition is left out, not empty."""
    reads = share({"accounts": ["111122223333"], "tags": {"user_team": []}})[
        "readers/data-team/daily_costs"
    ]
    assert reads.endswith("WHERE account_id IN ('111122223333')) AS theirs")


def test_readers_of_all_rows_have_no_tables_of_their_own() -> None:
    """They read those there are."""
    sealing = Sealing.of(Plan.of(environment(consumers={"readers": {"analyst": {}}})))
    assert sealing
    assert not sealing.shares
    assert sealing.written == sealing.tables
