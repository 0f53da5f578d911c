"""Accounts, the dearest first."""

from costs.report.blocks import Section, Table
from costs.report.effects import changes, whole
from costs.report.sections.services import against, columns
from costs.report.subject import NET, Subject
from costs.report.writing import counted, percent


def accounts(subject: Subject) -> Section:
    """Each with its share, its change and its months."""
    asked = subject.bridge
    history = subject.asked("spend/monthly_by_account")
    months = subject.by_month(history, "account_id", "net_amortized_cost")
    total = whole(asked).after
    nothing = (0.0,) * len(subject.period.trend)
    rows = tuple(
        (
            subject.account(id_),
            months.get(id_, nothing),
            change.after,
            change.after / total if total else None,
            change.amount if subject.period.before else None,
        )
        for id_, change in changes(asked, lambda row: row["account_id"]).items()
    )
    title = f"By account{against(subject)}"
    table = Table(title, NET, asked, columns(subject, "Account"), rows)
    lead = "No account cost anything."
    if rows:
        name, _, cost, share, _ = rows[0]
        of = f", {percent(share)} of the cost" if share is not None else ""
        lead = f"{counted(len(rows), 'account')}. {name}: {subject.money(cost)}{of}."
    return Section("accounts", "Accounts", lead, (table,))
