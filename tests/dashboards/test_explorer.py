"""The explorer groups, filters and goes deeper without losing a cent."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement as Asked
from dashboards.explorer import DIMENSIONS
from dashboards.variables import MEASURES, STEPS
from modules.settings.query import tag_column
from modules.sql import QUERIES
from tests.dashboards.bill import engine_over_bill
from tests.dashboards.boards import TAG, statements
from tests.dashboards.grafana import Chosen, Range, expanded
from tests.dashboards.test_panels import TIMES
from tests.queries.tables import DATABASE

PANELS = {s.title: s for s in statements() if s.board == "aws-costs-explorer.json"}
CHART = "${measure:text} by ${group:text}"
BY_GROUP = "By ${group:text} and ${then:text}"
ALL = {*DIMENSIONS.values(), tag_column(TAG)}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDbEngine]:
    engine = engine_over_bill(tmp_path_factory.mktemp("bill"))
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def everything(engine: DuckDbEngine) -> Mapping[str, float]:
    """All of it by measure."""
    return total(engine, {})


def rows(
    engine: DuckDbEngine, title: str, chosen: Mapping[str, Chosen]
) -> Sequence[tuple[object, ...]]:
    panel = PANELS[title]
    sql = expanded(panel.sql, dict(panel.chosen) | dict(chosen), TIMES)
    return list(engine.run(Asked(sql, DATABASE)).rows)


def total(engine: DuckDbEngine, chosen: Mapping[str, Chosen]) -> Mapping[str, float]:
    """By measure."""
    panel = PANELS["On every basis"]
    sql = expanded(panel.sql, dict(panel.chosen) | dict(chosen), TIMES)
    result = engine.run(Asked(sql, DATABASE))
    (found,) = result.rows
    return {c.name: float(str(value or 0)) for c, value in zip(result.columns, found, strict=True)}


def money(found: Sequence[tuple[object, ...]], column: int) -> float:
    return sum(float(str(row[column])) for row in found)


@pytest.mark.parametrize("group", sorted(ALL))
def test_every_measure_adds_up_whatever_the_group(
    engine: DuckDbEngine, everything: Mapping[str, float], group: str
) -> None:
    """Each dimension divides the same total."""
    found = rows(engine, "By ${group:text} on every basis", {"group": group})
    order = ("public", "unblended", "net_unblended", "amortized", "net_amortized")
    for column, measure in enumerate(order, start=1):
        assert money(found, column) == pytest.approx(everything[f"{measure}_cost"]), measure


@pytest.mark.parametrize("measure", MEASURES.values())
def test_a_measure_is_the_one_that_is_chosen(
    engine: DuckDbEngine, everything: Mapping[str, float], measure: str
) -> None:
    """Of the rows as of the chart."""
    expected = everything[measure]
    assert money(rows(engine, BY_GROUP, {"measure": measure}), 2) == pytest.approx(expected)
    assert money(rows(engine, CHART, {"measure": measure}), 2) == pytest.approx(expected)


@pytest.mark.parametrize("step", STEPS.values())
def test_every_step_adds_up(
    engine: DuckDbEngine, everything: Mapping[str, float], step: str
) -> None:
    """What stands on no day stands on its month's first."""
    found = rows(engine, CHART, {"step": step})
    assert money(found, 2) == pytest.approx(everything["net_amortized_cost"])


@pytest.mark.parametrize("group", sorted(ALL))
def test_a_click_leaves_what_was_clicked(engine: DuckDbEngine, group: str) -> None:
    """The row's cost, now divided by something else; one more click divides that."""
    found = rows(engine, BY_GROUP, {"group": group, "then": "usage_type"})
    clicked = [row for row in found if row[0] == found[0][0]]
    drill = f"|{group}={found[0][0]}|"
    assert total(engine, {"drill": drill})["net_amortized_cost"] == pytest.approx(money(clicked, 2))
    both = total(engine, {"drill": f"{drill}|usage_type={found[0][1]}|"})["net_amortized_cost"]
    assert both == pytest.approx(money(found[:1], 2))


@pytest.mark.parametrize("column", sorted(ALL - {"service", "account_name", "usage_type"}))
def test_every_filter_leaves_what_is_chosen(engine: DuckDbEngine, column: str) -> None:
    """One value, or two, out of those that there are."""
    found = rows(engine, BY_GROUP, {"group": column, "then": column})
    for some in (found[:1], found[:2]):
        values = [str(row[0]) for row in some]
        assert total(engine, {column: values})["net_amortized_cost"] == pytest.approx(
            money(some, 2)
        )


def test_a_quote_in_a_filter_is_text(engine: DuckDbEngine) -> None:
    """Nothing that is typed becomes SQL."""
    for name in ("usage_type", "region"):
        assert total(engine, {name: "' OR '1' = '1"})["net_amortized_cost"] == 0
    clicked = "|region=' OR '1' = '1|"
    assert total(engine, {"drill": clicked})["net_amortized_cost"] == 0


def test_the_days_of_the_range_are_fewer_than_its_months(
    engine: DuckDbEngine, everything: Mapping[str, float]
) -> None:
    """The range begins in the middle of December."""
    days = total(engine, {"days": "days"})["public_cost"]
    assert 0 < days < everything["public_cost"]


def test_the_forecast_is_the_saved_querys(engine: DuckDbEngine) -> None:
    """That of each payer, added up; one without usage in the month counts as far as it is there."""
    month = ("'2026-04'",)
    forecast = (QUERIES / "spend/forecast.sql").read_text()
    payers = {row[0]: row for row in engine.run(Asked(forecast, DATABASE, month)).rows}
    by_payer = (
        "SELECT payer_account_id, SUM(unblended_cost) FROM daily_costs WHERE billing_period = ?"
    )
    months = engine.run(Asked(f"{by_payer} GROUP BY payer_account_id", DATABASE, month)).rows
    without = sum(float(str(cost)) for payer, cost in months if payer not in payers)
    assert len(payers) > 1
    panel = PANELS["The last month, if it goes on as it does"]
    range_ = Range(TIMES.start, datetime(2026, 4, 30, 9, tzinfo=UTC))
    sql = expanded(panel.sql, dict(panel.chosen) | {"measure": "unblended_cost"}, range_)
    (found,) = engine.run(Asked(sql, DATABASE)).rows
    assert float(str(found[2])) == pytest.approx(money([*payers.values()], 4) + without)
