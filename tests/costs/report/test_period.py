"""Which days of a month a report is about."""

from datetime import date

import pytest

from costs.report.period import Period


@pytest.mark.parametrize(
    ("last_day", "title"),
    [
        (date(2024, 10, 12), "1–11 October 2024"),
        (date(2024, 10, 31), "October 2024"),
        (date(2024, 9, 30), "October 2024"),
    ],
    ids=["not over", "over", "of an earlier month's usage alone"],
)
def test_a_month_is_as_long_as_its_usage(last_day: date, title: str) -> None:
    """FOCUS bills some usage of September in October: that was "1–30 October"."""
    assert Period("2024-10", "2024-09", (), last_day).title == title
