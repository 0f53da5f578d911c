"""What Cost Optimization Hub recommends, where its export is on."""

from costs.report.blocks import Block, Column, Kind, Section, Table
from costs.report.questions import Asked
from costs.report.subject import Subject, number
from costs.report.writing import money

TITLE = "Recommendations"
BASIS = "AWS's estimate of a month"


def recommendations(subject: Subject) -> Section:
    """By kind of action, and the largest."""
    if not subject.questions.can_ask("recommendations/top"):
        lead = "There are none: the export of Cost Optimization Hub (exports.cost_optimization) is off."
        if subject.questions.scope.tag:
            lead = "They don't know tags, and this report is of one."
        if reader := subject.questions.scope.reader:
            lead = f"They are in a table that {reader} doesn't see."
        return Section("recommendations", TITLE, lead)
    actions = subject.questions.ask("recommendations/by_action", [])
    top = subject.questions.ask("recommendations/top", [])
    if not top.rows:
        lead = "Cost Optimization Hub recommends nothing."
        return Section("recommendations", TITLE, lead)
    saved = sum(number(row["monthly_savings"]) for row in actions.rows)
    currency = actions.rows[0]["currency"]
    lead = (
        f"AWS estimates {money(saved)} {currency} a month, as of {top.rows[0]['last_day']}."
        " Commitments overlap with what is stopped or made smaller."
    )
    blocks = (_by_action(actions), _largest(subject, top))
    return Section("recommendations", TITLE, lead, blocks)


def _by_action(asked: Asked) -> Block:
    columns = (
        Column("Action"),
        Column("Of"),
        Column("Effort", wide=True),
        Column("Number", Kind.NUMBER, wide=True, total=True),
        Column("Saves", Kind.MONEY, total=True),
    )
    rows = tuple(
        (
            row["action"],
            row["resource_type"],
            row["effort"],
            number(row["recommendations"]),
            number(row["monthly_savings"]),
        )
        for row in asked.rows
    )
    return Table("By action", BASIS, asked, columns, rows)


def _largest(subject: Subject, asked: Asked) -> Block:
    columns = (
        Column("What", Kind.CODE),
        Column("Action"),
        Column("Account", wide=True),
        Column("Restart", wide=True),
        Column("Saves", Kind.MONEY),
    )
    rows = tuple(
        (
            row["resource_arn"] or row["recommended_resource"],
            row["action"],
            subject.account(row["account_id"]),
            {"true": "yes", "false": "no"}.get(row["restart_needed"], ""),
            number(row["monthly_savings"]),
        )
        for row in asked.rows
    )
    return Table("The largest", BASIS, asked, columns, rows, limit=8)
