"""Savings Plans and reservations: what they cover, how much is used, what ends."""

from costs.report.blocks import Block, Column, Kind, Section, Table, Tile
from costs.report.questions import Asked
from costs.report.subject import AMORTIZED, NET, PUBLIC, Subject, number
from costs.report.writing import percent

TITLE = "Commitments"


def commitments(subject: Subject) -> Section:
    """Coverage, utilisation, what they save and when they end."""
    use = subject.asked_of_month("commitments/utilisation")
    savings = subject.asked_of_month("commitments/savings")
    cover = subject.asked_of_month("commitments/coverage")
    if not use.rows:
        open_ = sum(number(row["on_demand_public_cost"]) for row in cover.rows)
        lead = "The month has no Savings Plan and no reservation."
        if open_:
            lead += f" {subject.money(open_)} of usage at public prices could be covered."
        return Section("commitments", TITLE, lead)
    used, unused = (
        sum(number(row[f"{which}_amortized_cost"]) for row in use.rows)
        for which in ("used", "unused")
    )
    lead = "The bill has commitments at no cost."
    if used + unused > 0:
        share = percent(used / (used + unused))
        lead = (
            f"{share} of what is committed is used; {subject.money(unused)} was paid for nothing."
        )
    blocks = [_coverage(subject, cover), _utilisation(use), _savings(savings)]
    if subject.questions.can_ask("commitments/expiries"):
        blocks.append(_expiries(subject))
    return Section("commitments", TITLE, lead, tuple(blocks), _tiles(cover, use, savings, unused))


def _tiles(cover: Asked, use: Asked, savings: Asked, unused: float) -> tuple[Tile, ...]:
    covered = sum(
        number(row["savings_plan_public_cost"]) + number(row["reserved_public_cost"])
        for row in cover.rows
    )
    left = sum(number(row["on_demand_public_cost"]) for row in cover.rows)
    saved = sum(
        number(row["saved_net_amortized_cost"])
        for row in savings.rows
        if row["purchase_option"] in ("Savings Plan", "Reserved", "Spot")
    )
    coverage = covered / (covered + left) if covered + left else 0.0
    return (
        Tile("Covered", coverage, Kind.SHARE, PUBLIC, "of what a commitment could cover", cover),
        Tile("Unused", unused, Kind.MONEY, AMORTIZED, "committed, paid and not used", use),
        Tile(
            "Saved",
            saved,
            Kind.MONEY,
            NET,
            "by commitments and Spot against public prices",
            savings,
        ),
    )


def _coverage(subject: Subject, asked: Asked) -> Block:
    rows = tuple(
        (
            subject.service(row["service_code"]),
            number(row["savings_plan_public_cost"]),
            number(row["reserved_public_cost"]),
            number(row["on_demand_public_cost"]),
            number(row["coverage"]) if row["coverage"] else None,
        )
        for row in asked.rows
    )
    columns = (
        Column("Service"),
        Column("Savings Plans", Kind.MONEY, wide=True, total=True),
        Column("Reserved", Kind.MONEY, wide=True, total=True),
        Column("Not covered", Kind.MONEY, total=True),
        Column("Covered", Kind.SHARE),
    )
    return Table("What could be covered", PUBLIC, asked, columns, rows, limit=8)


def _utilisation(asked: Asked) -> Block:
    ranked = sorted(asked.rows, key=lambda row: -number(row["unused_amortized_cost"]))
    rows = tuple(
        (
            row["commitment_arn"],
            row["purchase_option"],
            number(row["used_amortized_cost"]),
            number(row["unused_amortized_cost"]),
            number(row["utilisation"]) if row["utilisation"] else None,
        )
        for row in ranked
    )
    columns = (
        Column("Commitment", Kind.CODE),
        Column("Kind", wide=True),
        Column("Used", Kind.MONEY, wide=True, total=True),
        Column("Unused", Kind.MONEY, total=True),
        Column("Utilisation", Kind.SHARE),
    )
    return Table("How much is used", AMORTIZED, asked, columns, rows, limit=8)


def _savings(asked: Asked) -> Block:
    rows = tuple(
        (
            row["purchase_option"],
            number(row["public_cost"]),
            number(row["net_amortized_cost"]),
            number(row["saved_net_amortized_cost"]),
            number(row["saved_share"]) if row["saved_share"] else None,
        )
        for row in asked.rows
    )
    columns = (
        Column("Bought as"),
        Column("At public prices", Kind.MONEY, wide=True, total=True),
        Column("Cost", Kind.MONEY, total=True),
        Column("Saved", Kind.MONEY, total=True),
        Column("Share", Kind.SHARE),
    )
    note = "Unused commitment is taken off. On-Demand saves by private discounts and cheaper tiers."
    return Table("What buying well saves", NET, asked, columns, rows, note=note)


def _expiries(subject: Subject) -> Block:
    asked = subject.asked_of_month("commitments/expiries")
    rows = tuple(
        (
            row["end_time"][:10] or "unknown",
            row["commitment_arn"],
            number(row["used_amortized_cost"]),
        )
        for row in asked.rows
    )
    columns = (
        Column("Ends"),
        Column("Commitment", Kind.CODE),
        Column("At stake a month", Kind.MONEY),
    )
    note = "At stake: the usage that it covers, which goes back to on-demand prices."
    return Table("When they end", AMORTIZED, asked, columns, rows, limit=8, note=note)
