"""A month's cost by one of its dimensions, the dearest first, beside the months before it."""

from collections.abc import Callable

from costs.report.blocks import Column, Kind, Table
from costs.report.effects import changes, whole
from costs.report.questions import Asked
from costs.report.subject import NET, Subject
from costs.report.writing import counted, percent


def by_share(
    subject: Subject,
    title: str,
    asked: Asked,
    key: str,
    heading: str,
    nothing: str,
    note: str = "",
) -> Table:
    """Each value of the column `key`; `nothing` is what an empty one is called."""
    months = subject.by_month(asked, key, "net_amortized_cost")
    total = sum(costs[-1] for costs in months.values())
    rows = tuple(
        (name or nothing, costs, costs[-1], costs[-1] / total if total else None)
        for name, costs in sorted(months.items(), key=lambda item: -item[1][-1])
    )
    return Table(
        title,
        NET,
        asked,
        _columns(subject, heading),
        rows,
        note=note,
    )


def by_change(
    subject: Subject, query: str, key: str, heading: str, named: Callable[[str], str]
) -> Table:
    """As the bridge has it, each with its change; `query` tells the months of the trend."""
    asked = subject.bridge
    months = subject.by_month(subject.asked(query), key, "net_amortized_cost")
    total = whole(asked).after
    before = subject.period.before_title
    rows = tuple(
        (
            named(value),
            months.get(value, (0.0,) * len(subject.period.trend)),
            change.after,
            change.after / total if total else None,
            change.amount if subject.period.before else None,
        )
        for value, change in changes(asked, lambda row: row[key]).items()
    )
    against = f", change against {before}" if before else ""
    columns = (*_columns(subject, heading), Column("Change", Kind.CHANGE, total=True))
    return Table(f"By {heading.lower()}{against}", NET, asked, columns, rows)


def dearest(subject: Subject, table: Table, what: str) -> str:
    """How many there are, and the first."""
    if not table.rows:
        return f"No {what} cost anything."
    name, _, cost, share, *_ = table.rows[0]
    assert isinstance(cost, float)
    of = f", {percent(share)} of the cost" if isinstance(share, float) else ""
    return f"{counted(len(table.rows), what)}. {name}: {subject.money(cost)}{of}."


def _columns(subject: Subject, heading: str) -> tuple[Column, ...]:
    return (
        Column(heading),
        Column(counted(len(subject.period.trend), "month"), Kind.MONTHS, wide=True, total=True),
        Column("Cost", Kind.BAR, total=True),
        Column("Share", Kind.SHARE, total=True),
    )
