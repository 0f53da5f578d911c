"""What is paid for and probably not needed, each with an estimate of a month."""

from collections.abc import Callable
from dataclasses import dataclass

from costs.report.blocks import Block, Column, Kind, Section, Table
from costs.report.questions import Asked
from costs.report.subject import AMORTIZED, Subject, number

Row = dict[str, str]
NEWER = 0.1  # of the cost: a rule of thumb, not a price; the page says that it is an estimate


@dataclass(frozen=True)
class Waste:
    """A question of the theme and what its rows say can be saved."""

    query: str
    title: str
    says: str
    saved: Callable[[Row], float]
    thing: str = "resource_id"


def _cost(row: Row) -> float:
    return number(row["amortized_cost"])


WASTES = (
    Waste("idle_load_balancers", "Idle load balancers", "all of their cost", _cost),
    Waste("idle_nat_gateways", "Idle NAT gateways", "all of their cost", _cost),
    Waste("idle_interface_endpoints", "Idle interface endpoints", "all of their cost", _cost),
    Waste(
        "unused_capacity_reservations",
        "Unused capacity reservations",
        "what the unused hours cost",
        _cost,
    ),
    Waste(
        "public_addresses",
        "Idle public addresses",
        "what the idle ones cost",
        lambda row: number(row["idle_amortized_cost"]),
        "region",
    ),
    Waste(
        "gp2_volumes",
        "gp2 volumes",
        "a fifth, as gp3",
        lambda row: number(row["saved_amortized_cost"]),
    ),
    Waste("extended_support", "Extended support", "the surcharge", _cost),
    Waste("unread_logs", "Logs that nobody searches", "all of their cost, at most", _cost),
    Waste(
        "previous_generations",
        "Instances of a previous generation",
        "a tenth, on newer ones",
        lambda row: number(row["amortized_cost"]) * NEWER,
        "instance_type",
    ),
)


def waste(subject: Subject) -> Section:
    """By kind, and the dearest things of all kinds."""
    found = [(kind, subject.asked_of_month(f"waste/{kind.query}")) for kind in WASTES]
    found = [(kind, asked) for kind, asked in found if sum(map(kind.saved, asked.rows)) > 0.005]
    if not found:
        return Section("waste", "Waste", "None of the questions about waste finds anything.")
    sums = [sum(map(kind.saved, asked.rows)) for kind, asked in found]
    lead = (
        f"About {subject.money(sum(sums))} a month could go. An estimate from the bill"
        " alone: look at each before you act."
    )
    return Section("waste", "Waste", lead, tuple(_things(subject, *one) for one in found))


def _things(subject: Subject, kind: Waste, asked: Asked) -> Block:
    ranked = sorted(asked.rows, key=lambda row: -kind.saved(row))
    rows = tuple(
        (row[kind.thing], subject.account(row["account_id"]), _cost(row), kind.saved(row))
        for row in ranked
        if kind.saved(row) > 0
    )
    columns = (
        Column("What", Kind.CODE),
        Column("Account", wide=True),
        Column("Cost", Kind.MONEY, wide=True, total=True),
        Column("Estimate", Kind.MONEY, total=True),
    )
    note = f"Estimate: {kind.says}."
    return Table(kind.title, AMORTIZED, asked, columns, rows, limit=5, note=note)
