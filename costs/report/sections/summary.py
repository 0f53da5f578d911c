"""What the month cost and why it moved."""

from collections.abc import Iterator

from costs.report.blocks import Bridge, Column, Kind, Section, Step, Table, Tile
from costs.report.effects import EFFECTS, SAYS, Change, changes, whole
from costs.report.questions import Asked
from costs.report.subject import NET, PUBLIC, UNBLENDED, Subject, number
from costs.report.writing import money, percent, signed

TOLD = 0.005  # what rounds to no cent is no effect


def summary(subject: Subject) -> Section:
    """The head of the page."""
    asked = subject.bridge
    total = whole(asked)
    blocks: tuple[Bridge | Table, ...] = ()
    if subject.period.before:
        blocks = (_bridge(subject, asked, total), _movers(subject, asked))
    return Section(
        "summary",
        "What it cost, and why",
        _lead(subject, asked, total),
        blocks,
        tuple(_tiles(subject, asked, total)),
    )


def _tiles(subject: Subject, asked: Asked, total: Change) -> Iterator[Tile]:
    period = subject.period
    yield Tile("Cost", total.after, Kind.MONEY, NET, _against(subject, total), asked)
    totals = subject.asked("spend/monthly_totals")
    (row,) = [row for row in totals.rows if row["billing_period"] == period.month]
    invoiced, public = number(row["unblended_cost"]), number(row["public_cost"])
    says = f"as AWS bills it: {_beside_cost(invoiced - number(row['net_amortized_cost']))}"
    yield Tile("Invoiced", invoiced, Kind.MONEY, UNBLENDED, says, totals)
    if period.is_partial:
        forecast = subject.asked_of_month("spend/forecast")
        cost, low, high = (
            sum(number(row[f"{which}_unblended_cost"]) for row in forecast.rows)
            for which in ("forecast", "lowest", "highest")
        )
        says = f"if it goes on like this: {money(low)} to {money(high)}"
        yield Tile("Whole month", cost, Kind.MONEY, UNBLENDED, says, forecast)
    says = "the usage without commitments, discounts, tax and credits"
    yield Tile("At public prices", public, Kind.MONEY, PUBLIC, says, totals)


def _beside_cost(more: float) -> str:
    if abs(more) < TOLD:
        return "as much as the cost, for nothing is prepaid"
    compared = "more" if more > 0 else "less"
    return (
        f"{money(abs(more))} {compared} than the cost, in which prepaid fees stand where they are used,"
        " not when they are paid"
    )


def _against(subject: Subject, total: Change) -> str:
    if not subject.period.before:
        return "the first month of this bill: nothing to hold it against"
    share = f" ({percent(total.share, sign=True)})" if total.share is not None else ""
    return f"{signed(total.amount)}{share} against {subject.period.before_title}"


def _lead(subject: Subject, asked: Asked, total: Change) -> str:
    period = subject.period
    partial = (
        f"The month isn't over: the bill has usage until {period.last_day.day}"
        f" {period.month_name}, and that day may be incomplete. "
        if period.is_partial
        else ""
    )
    if not period.before:
        return partial + "It is the first month of this bill."
    if abs(total.amount) < TOLD:
        return f"{partial}It cost as much as {period.before_title}."
    more = "more" if total.amount > 0 else "less"
    titles = EFFECTS | {"days": period.days_title}
    effects = sorted(total.effects.items(), key=lambda item: -abs(item[1]))
    told = [
        f"{titles[name].lower()} {signed(amount)}"
        for name, amount in effects[:3]
        if abs(amount) >= TOLD
    ]
    return (
        f"{partial}{subject.money(abs(total.amount))} {more} than {period.before_title}:"
        f" {', '.join(told)}."
    )


def _bridge(subject: Subject, asked: Asked, total: Change) -> Bridge:
    titles = EFFECTS | {"days": subject.period.days_title}
    steps = [Step(subject.period.before_title, total.before, 0.0, total.before, whole=True)]
    reached = total.before
    for name, amount in total.effects.items():
        if abs(amount) >= TOLD:
            steps.append(Step(titles[name], amount, reached, reached + amount, SAYS[name]))
        reached += amount
    steps.append(Step(subject.period.title, total.after, 0.0, total.after, whole=True))
    return Bridge("Why it moved", NET, asked, tuple(steps))


def _movers(subject: Subject, asked: Asked) -> Table:
    found = changes(asked, lambda row: f"{row['service_code']}\t{row['account_id']}")
    ranked = sorted(found.items(), key=lambda item: -abs(item[1].amount))
    rows = []
    for name, change in ranked:
        service, account = name.split("\t")
        service = subject.service(service)
        mostly = change.main if abs(change.amount) >= TOLD else ""
        cells = (service, subject.account(account), mostly)
        rows.append((*cells, change.before, change.after, change.amount))
    columns = (
        Column("Service"),
        Column("Account"),
        Column("Mostly", wide=True),
        Column("Before", Kind.MONEY, wide=True, total=True),
        Column("Now", Kind.MONEY, total=True),
        Column("Change", Kind.CHANGE, total=True),
    )
    return Table("What moved most", NET, asked, columns, tuple(rows), limit=8)
