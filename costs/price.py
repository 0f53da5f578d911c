"""`price`: what would this environment cost a month?"""

from typing import TYPE_CHECKING, Annotated

import typer

from costs.options import EnvironmentArgument, emulated

if TYPE_CHECKING:
    from modules.running_cost import Cost


def price(
    environment: EnvironmentArgument = None,
    gigabytes: Annotated[
        float, typer.Option(min=0, help="Parquet of one month of one payer's line items.")
    ] = 10,
    deliveries: Annotated[float, typer.Option(min=0, help="Of each export, a day.")] = 3,
    questions: Annotated[float, typer.Option(min=0, help="Asked in Athena, a day.")] = 20,
    months: Annotated[int, typer.Option(min=1, help="That are kept.")] = 12,
) -> None:
    """Price an environment's settings, in US dollars a month.

    List prices of us-east-1 without free tiers; docs/running-cost.md has them, and what is assumed.
    """
    from modules.running_cost import Bill, running_cost

    costs = running_cost(emulated(environment).plan, Bill(gigabytes, deliveries, questions, months))
    for cost in costs:
        typer.echo(_line(cost))
    typer.echo(f"{'total':16}{sum(cost.usd for cost in costs):10,.2f}")


def _line(cost: "Cost") -> str:
    return f"{cost.what:16}{cost.usd:10,.2f}   {cost.because}"
