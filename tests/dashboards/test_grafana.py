"""The expander does what Grafana and its Athena plugin do; the plugin's own expectations."""

from datetime import UTC, datetime

import pytest

from tests.dashboards.grafana import Chosen, Every, Range, expanded

TIMES = Range(datetime(2021, 6, 23, tzinfo=UTC), datetime(2022, 1, 2, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("macro", "text"),
    [
        ("$__rawTimeFrom('yyyy-MM-dd HH:mm:ss')", "'2021-06-23 00:00:00'"),
        ("$__rawTimeTo('yyyy-MM')", "'2022-01'"),
        ("$__rawTimeFrom(yyyy-MM)", "2021-06"),
        ("$__dateFilter(day)", "day BETWEEN date '2021-06-23' AND date '2022-01-02'"),
    ],
)
def test_a_macro_becomes_what_the_plugin_makes_of_it(macro: str, text: str) -> None:
    """A format's quotes stay: without them there are none."""
    assert expanded(macro, {}, TIMES) == text


@pytest.mark.parametrize(
    ("chosen", "text"),
    [
        (["eu-west-1", "O'Hare"], "region IN ('eu-west-1','O''Hare')"),
        ("", "region IN ('')"),
        (Every("'*'"), "region IN ('*')"),
    ],
)
def test_a_variable_is_quoted_for_sql(chosen: Chosen, text: str) -> None:
    """All but the own value for all."""
    assert expanded("region IN (${region:sqlstring})", {"region": chosen}, TIMES) == text


def test_what_grafana_would_leave_in_the_text_is_an_error() -> None:
    """A macro or a variable that isn't there reaches Athena as it stands, which refuses it."""
    for sql in ("$__timeFilters(day)", "${nobody:raw}"):
        with pytest.raises(KeyError):
            expanded(sql, {}, TIMES)
