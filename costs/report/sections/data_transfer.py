"""Data transfer, by the way it takes."""

from costs.report.blocks import Block, Column, Kind, Section, Table
from costs.report.effects import whole
from costs.report.questions import Asked
from costs.report.subject import AMORTIZED, Subject, number
from costs.report.writing import percent

TITLE = "Data transfer"


def data_transfer(subject: Subject) -> Section:
    """Which way to shorten."""
    asked = subject.asked_of_month("data_transfer/by_path")
    cost = sum(number(row["amortized_cost"]) for row in asked.rows)
    if not asked.rows:
        return Section("transfer", TITLE, "The month has no data transfer.")
    total = whole(subject.bridge).after
    of = f", {percent(cost / total)} of the cost" if total > 0 else ""
    lead = f"Moving data cost {subject.money(cost)}{of}."
    paths = Table(
        "By the way it takes",
        AMORTIZED,
        asked,
        (
            Column("Way"),
            Column("Gigabytes", Kind.NUMBER, wide=True),
            Column("Cost", Kind.BAR, total=True),
        ),
        tuple(
            (row["path"], number(row["gigabytes"]), number(row["amortized_cost"]))
            for row in asked.rows
        ),
    )
    blocks: tuple[Block, ...] = (paths,)
    zones = subject.asked_of_month("data_transfer/between_zones")
    gateways = subject.asked_of_month("data_transfer/nat_gateways")
    if zones.rows:
        blocks += (_resources(subject, "Between zones", zones),)
    if gateways.rows:
        note = "With their hours, which are no transfer and not in the table of ways."
        blocks += (_resources(subject, "NAT gateways", gateways, note),)
    return Section("transfer", TITLE, lead, blocks)


def _resources(subject: Subject, title: str, asked: Asked, note: str = "") -> Block:
    rows = tuple(
        (row["resource_id"], subject.account(row["account_id"]), number(row["amortized_cost"]))
        for row in asked.rows
    )
    columns = (
        Column("Resource", Kind.CODE),
        Column("Account", wide=True),
        Column("Cost", Kind.MONEY, total=True),
    )
    return Table(title, AMORTIZED, asked, columns, rows, limit=6, note=note)
