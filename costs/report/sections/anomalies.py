"""Days on which a service or an account cost far more or less than it usually does."""

from costs.report.blocks import Block, Column, Kind, Section, Table
from costs.report.questions import Asked
from costs.report.subject import UNBLENDED, Subject, number
from costs.report.writing import counted, money, signed

TITLE = "Anomalies"


def anomalies(subject: Subject) -> Section:
    """Against the median day of the month; the last day may be incomplete."""
    services = subject.asked_of_month("anomalies/by_service")
    accounts = subject.asked_of_month("anomalies/by_account")
    if not services.rows and not accounts.rows:
        lead = "No day of the month is far from the usual, neither of a service nor of an account."
        return Section("anomalies", TITLE, lead)
    found = [*services.rows, *accounts.rows]
    most = max(found, key=lambda row: abs(number(row["unblended_cost_excess"])))
    who = _name(subject, most)
    if "account_id" in most:
        who += f" ({subject.service(most['service_code'])})"
    lead = (
        f"{counted(len(found), 'day')} out of the usual. The largest: {who} on {most['day']},"
        f" {signed(number(most['unblended_cost_excess']))} {subject.currency} beside a usual"
        f" {money(number(most['usual_unblended_cost']))}."
    )
    blocks = [
        _days(subject, title, asked)
        for title, asked in (("Services", services), ("Accounts", accounts))
        if asked.rows
    ]
    return Section("anomalies", TITLE, lead, tuple(blocks))


def _name(subject: Subject, row: dict[str, str]) -> str:
    if "account_id" in row:
        return subject.account(row["account_id"])
    return subject.service(row["service_code"])


def _days(subject: Subject, title: str, asked: Asked) -> Block:
    of_accounts = title == "Accounts"
    rows = tuple(
        (
            row["day"],
            _name(subject, row),
            *((subject.service(row["service_code"]),) if of_accounts else ()),
            number(row["usual_unblended_cost"]),
            number(row["unblended_cost"]),
            number(row["unblended_cost_excess"]),
        )
        for row in asked.rows
    )
    columns = (
        Column("Day"),
        Column(title.removesuffix("s")),
        *((Column("Mostly", wide=True),) if of_accounts else ()),
        Column("Usual", Kind.MONEY, wide=True),
        Column("Cost", Kind.MONEY),
        Column("Excess", Kind.CHANGE),
    )
    note = (
        "Usage of a day against the median day of the month, at least 3.5 deviations off. What is"
        " billed by the month is left out."
    )
    return Table(title, UNBLENDED, asked, columns, rows, limit=8, note=note)
