"""Clusters and namespaces, where split cost allocation is in the bill."""

from costs.report.blocks import Block, Column, Kind, Section, Table
from costs.report.questions import Asked
from costs.report.subject import AMORTIZED, Subject, number
from costs.report.writing import counted, percent

TITLE = "Kubernetes and ECS"


def kubernetes(subject: Subject) -> Section:
    """What clusters cost and how much of it nobody uses."""
    if not subject.questions.can_ask("kubernetes/by_cluster"):
        lead = "Only CUR 2.0 tells what pods and tasks cost."
        if reader := subject.questions.scope.reader:
            lead = f"What pods and tasks cost stands in line items, which {reader} doesn't see."
        return Section("kubernetes", TITLE, lead)
    asked = subject.asked_of_month("kubernetes/by_cluster")
    if not asked.rows:
        lead = "The bill has no split cost allocation data: no pods, no ECS tasks."
        return Section("kubernetes", TITLE, lead)
    unused, cost = (
        sum(number(row[name]) for row in asked.rows) for name in ("unused_cost", "amortized_cost")
    )
    lead = f"{subject.money(cost)} in {counted(len(asked.rows), 'cluster')}"
    if cost:
        lead += f", {percent(unused / cost)} of it for capacity that nobody uses"
    lead += ". Their nodes stand with the services, too: this is a share of them, no further cost."
    spaces = subject.asked_of_month("kubernetes/by_namespace")
    blocks = (_clusters(subject, asked), _namespaces(subject, spaces))
    return Section("kubernetes", TITLE, lead, blocks)


def _clusters(subject: Subject, asked: Asked) -> Block:
    columns = (
        Column("Cluster"),
        Column("Account"),
        Column("Region", wide=True),
        Column("Kind", wide=True),
        Column("Cost", Kind.BAR, total=True),
        Column("Unused", Kind.MONEY, total=True),
        Column("Share", Kind.SHARE),
    )
    rows = tuple(
        (
            row["cluster"],
            subject.account(row["account_id"]),
            row["region"],
            row["orchestrator"],
            number(row["amortized_cost"]),
            number(row["unused_cost"]),
            number(row["unused_share"]) if row["unused_share"] else None,
        )
        for row in asked.rows
    )
    return Table("By cluster", AMORTIZED, asked, columns, rows)


def _namespaces(subject: Subject, asked: Asked) -> Block:
    columns = (
        Column("Namespace"),
        Column("Cluster"),
        Column("Account", wide=True),
        Column("Region", wide=True),
        Column("Cost", Kind.BAR, total=True),
        Column("Unused", Kind.MONEY, total=True),
    )
    rows = tuple(
        (
            row["namespace"] or "none (ECS)",
            row["cluster"],
            subject.account(row["account_id"]),
            row["region"],
            number(row["amortized_cost"]),
            number(row["unused_cost"]),
        )
        for row in asked.rows
    )
    return Table("By namespace", AMORTIZED, asked, columns, rows)
