"""Thirteen months: the month a year ago is the first."""

from costs.report.blocks import Column, Columns, Kind, Row, Section, Table
from costs.report.period import TREND, month_title
from costs.report.subject import NET, Subject, number
from costs.report.writing import counted, money

BASES = ("net_amortized_cost", "amortized_cost", "unblended_cost", "public_cost")


def trend(subject: Subject) -> Section:
    """Every cost basis, month by month."""
    asked = subject.asked("spend/monthly_totals")
    rows: tuple[Row, ...] = tuple(
        (month_title(row["billing_period"]), *(number(row[basis]) for basis in BASES))
        for row in asked.rows
    )
    net, invoiced = (
        tuple(number(row[basis]) for row in asked.rows)
        for basis in ("net_amortized_cost", "unblended_cost")
    )
    labels = tuple(month_title(row["billing_period"]) for row in asked.rows)
    costs = dict(zip(labels, net, strict=True))
    columns = (
        Column("Month"),
        Column("Net amortized", Kind.MONEY, total=True),
        Column("Amortized", Kind.MONEY, wide=True, total=True),
        Column("Invoiced (unblended)", Kind.MONEY, total=True),
        Column("At public prices", Kind.MONEY, wide=True, total=True),
    )
    table = Table("By month", "each column its own", asked, columns, rows, limit=TREND)
    chart = Columns(
        labels,
        net,
        invoiced,
        ("net amortized", "invoiced"),
        subject.period.is_partial,
        table,
    )
    return Section("trend", "Trend", _lead(subject, costs), (chart,))


def _lead(subject: Subject, costs: dict[str, float]) -> str:
    lead = f"{counted(len(costs), 'month')}, {subject.money(sum(costs.values()))} of {NET}."
    if len(costs) > 1:
        dearest = max(costs, key=lambda name: costs[name])
        lead += f" The dearest is {dearest} with {money(costs[dearest])}."
    if subject.period.is_partial:
        lead += (
            f" {month_title(subject.period.month)} isn't over: don't compare it with whole months."
        )
    return lead
