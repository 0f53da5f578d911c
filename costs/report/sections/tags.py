"""What a tag's values cost, and what carries no tag."""

from costs.report.blocks import Block, Column, Kind, Section, Table
from costs.report.sections.ranking import by_share
from costs.report.subject import AMORTIZED, Subject, number
from costs.report.writing import percent

TITLE = "Tags, and what is untagged"


def tags(subject: Subject) -> Section:
    """By the key that most usage carries, or by the one that the report is narrowed to."""
    if not subject.questions.can_ask("allocation/tag_keys"):
        lead = f"They stand in line items, which {subject.questions.scope.reader} doesn't see."
        return Section("tags", TITLE, lead)
    keys = subject.asked_of_month("allocation/tag_keys")
    if not keys.rows:
        return Section("tags", TITLE, "No usage of this month carries a tag that the bill knows.")
    key = keys.rows[0]["tag_key"]
    given = {"tag key": f"'{key}'"}
    coverage = subject.asked_of_month("allocation/tag_coverage", given)
    cost, tagged = (
        sum(number(row[name]) for row in coverage.rows)
        for name in ("amortized_cost", "tagged_amortized_cost")
    )
    share = tagged / cost if cost else None
    lead = (
        f"The tag {key} covers {percent(share)} of the usage cost;"
        f" {subject.money(cost - tagged)} of usage lacks it."
        " Fees, tax and credits can't be tagged."
    )
    blocks = (_values(subject, key, given), _untagged(subject, given), _keys(subject))
    return Section("tags", TITLE, lead, blocks)


def _values(subject: Subject, key: str, given: dict[str, str]) -> Block:
    asked = subject.questions.ask("allocation/by_tag", subject.period.trend, given)
    note = "Untagged holds fees, tax and credits, too."
    return by_share(subject, f"By {key}", asked, "tag_value", key, "untagged", note)


def _untagged(subject: Subject, given: dict[str, str]) -> Block:
    asked = subject.asked_of_month("allocation/untagged_resources", given)
    rows = tuple(
        (
            row["resource_id"],
            subject.service(row["service_code"]),
            subject.account(row["account_id"]),
            number(row["amortized_cost"]),
        )
        for row in asked.rows
    )
    columns = (
        Column("Resource", Kind.CODE),
        Column("Service", wide=True),
        Column("Account", wide=True),
        Column("Untagged", Kind.MONEY, total=True),
    )
    title = "The dearest resources without it"
    return Table(title, AMORTIZED, asked, columns, rows, limit=8, totals=False)


def _keys(subject: Subject) -> Block:
    asked = subject.asked_of_month("allocation/tag_keys")
    rows = tuple(
        (row["tag_key"], number(row["tag_values"]), number(row["amortized_cost"]))
        for row in asked.rows
    )
    columns = (
        Column("Tag"),
        Column("Values", Kind.NUMBER),
        Column("Usage cost that carries it", Kind.MONEY),
    )
    return Table("Tags that the bill knows", AMORTIZED, asked, columns, rows, limit=8)
