"""How far the bill goes, and what is missing in it."""

from costs.report.blocks import Block, Column, Kind, Section, Table
from costs.report.questions import Asked
from costs.report.subject import UNBLENDED, Subject, number

TITLE = "Freshness"


def freshness(subject: Subject) -> Section:
    """Each payer's newest day, and holes."""
    payers = _payers(subject, subject.asked_of_month("freshness/latest_day"))
    holes = subject.asked_of_month("freshness/missing_days")
    lead = f"The bill has usage until {subject.period.last_day.isoformat()}"
    lead += ": the month isn't over." if subject.period.is_partial else ", the end of the month."
    if not holes.rows:
        return Section("freshness", TITLE, f"{lead} No day before it is without usage.", (payers,))
    missing = sum(number(row["usual_unblended_cost"]) for row in holes.rows)
    lead += f" Days without any usage would have cost about {subject.money(missing)}."
    return Section("freshness", TITLE, lead, (payers, _holes(holes)))


def _payers(subject: Subject, asked: Asked) -> Block:
    columns = (
        Column("Payer"),
        Column("Last day with usage"),
        Column("Line items", Kind.NUMBER, wide=True, total=True),
        Column("Not invoiced yet", Kind.MONEY, total=True),
    )
    rows = tuple(
        (
            subject.account(row["payer_account_id"]),
            row["last_day"] or "none",
            number(row["line_items"]),
            number(row["uninvoiced_unblended_cost"]),
        )
        for row in asked.rows
    )
    return Table("By payer", UNBLENDED, asked, columns, rows)


def _holes(asked: Asked) -> Block:
    columns = (Column("From"), Column("To"), Column("Usually", Kind.MONEY, total=True))
    rows = tuple(
        (row["first_missing_day"], row["last_missing_day"], number(row["usual_unblended_cost"]))
        for row in asked.rows
    )
    return Table("Days without usage", UNBLENDED, asked, columns, rows)
