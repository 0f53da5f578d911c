"""Services, the dearest first."""

from costs.report.blocks import Column, Kind, Section, Table
from costs.report.effects import changes, whole
from costs.report.subject import NET, Subject
from costs.report.writing import counted, percent


def services(subject: Subject) -> Section:
    """Each with its share, its change and its months."""
    asked = subject.bridge
    history = subject.asked("spend/monthly_by_service")
    months = subject.by_month(history, "service_code", "net_amortized_cost")
    total = whole(asked).after
    found = changes(asked, lambda row: row["service_code"])
    rows = tuple(
        (
            subject.service(name),
            months.get(name, (0.0,) * len(subject.period.trend)),
            change.after,
            change.after / total if total else None,
            change.amount if subject.period.before else None,
        )
        for name, change in found.items()
    )
    table = Table(f"By service{against(subject)}", NET, asked, columns(subject, "Service"), rows)
    return Section("services", "Services", _lead(subject, rows), (table,))


def against(subject: Subject) -> str:
    """For a title: what the change is held against."""
    before = subject.period.before_title
    return f", change against {before}" if before else ""


def columns(subject: Subject, title: str) -> tuple[Column, ...]:
    """Of a table by service or account."""
    return (
        Column(title),
        Column(counted(len(subject.period.trend), "month"), Kind.MONTHS, wide=True, total=True),
        Column("Cost", Kind.BAR, total=True),
        Column("Share", Kind.SHARE, total=True),
        Column("Change", Kind.CHANGE, total=True),
    )


def _lead(subject: Subject, rows: tuple[tuple[object, ...], ...]) -> str:
    if not rows:
        return "No service cost anything."
    name, _, cost, share, _ = rows[0]
    assert isinstance(cost, float)
    of = f", {percent(share)} of the cost" if isinstance(share, float) else ""
    return f"{counted(len(rows), 'service')}. {name}: {subject.money(cost)}{of}."
