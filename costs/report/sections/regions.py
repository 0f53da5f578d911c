"""Regions, the dearest first."""

from costs.report.blocks import Column, Kind, Section, Table
from costs.report.subject import NET, Subject
from costs.report.writing import counted, percent


def regions(subject: Subject) -> Section:
    """Each with its share and its months, whole ones but for a last that isn't over."""
    asked = subject.asked("spend/monthly_by_region")
    months = subject.by_month(asked, "region", "net_amortized_cost")
    ranked = sorted(months.items(), key=lambda item: -item[1][-1])
    total = sum(costs[-1] for costs in months.values())
    rows = tuple(
        (name or "no region", costs, costs[-1], costs[-1] / total if total else None)
        for name, costs in ranked
    )
    columns = (
        Column("Region"),
        Column(counted(len(subject.period.trend), "month"), Kind.MONTHS, wide=True, total=True),
        Column("Cost", Kind.BAR, total=True),
        Column("Share", Kind.SHARE, total=True),
    )
    table = Table("By region", NET, asked, columns, rows)
    name, _, cost, share = rows[0] if rows else ("no region", (), 0.0, None)
    of = f", {percent(share)} of the cost" if share is not None else ""
    lead = f"Most is spent in {name}: {subject.money(cost)}{of}."
    return Section("regions", "Regions", lead, (table,))
