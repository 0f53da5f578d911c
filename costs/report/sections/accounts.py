"""Accounts, the dearest first."""

from costs.report.blocks import Section
from costs.report.sections.ranking import by_change, dearest
from costs.report.subject import Subject


def accounts(subject: Subject) -> Section:
    """Each with its share, its change and its months."""
    query = "spend/monthly_by_account"
    table = by_change(subject, query, "account_id", "Account", subject.account)
    return Section("accounts", "Accounts", dearest(subject, table, "account"), (table,))
