"""Monthly cost by service, a column a month: the largest services, the rest in one line, the sum.

`z` in a format writes what rounds to zero without a sign: covered cost and negation may leave -1e-12.
"""

from collections import defaultdict
from collections.abc import Sequence

from rich.table import Table

SHOWN = 12  # services


def service_table(title: str, rows: Sequence[Sequence[str | None]]) -> Table:
    """`rows` are (billing period, service, cost) as the saved query returns them."""
    costs: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for period, service, cost in rows:
        costs[str(service)][str(period)] += float(cost or 0)
    periods = sorted({str(row[0]) for row in rows})
    ranked = sorted(costs, key=lambda service: -sum(costs[service].values()))
    table = Table("service", title=title, title_justify="left", title_style="bold")
    for period in periods:
        table.add_column(period, justify="right")
    for service in ranked[:SHOWN]:
        table.add_row(service, *(f"{costs[service][period]:z,.2f}" for period in periods))
    rest = ranked[SHOWN:]
    if rest:
        sums = (sum(costs[service][period] for service in rest) for period in periods)
        table.add_row(f"{len(rest)} more", *(f"{value:z,.2f}" for value in sums))
    table.add_section()
    totals = (sum(costs[service][period] for service in ranked) for period in periods)
    table.add_row("total", *(f"{value:z,.2f}" for value in totals), style="bold")
    return table
