"""`guard`: may this Terraform plan be applied?"""

from pathlib import Path
from typing import Annotated

import typer

UNUSABLE = 2  # the exit code for a file that is no finished plan


def guard(
    plan: Annotated[
        Path, typer.Argument(metavar="PLAN.JSON", help="What `terraform show -json` wrote.")
    ],
    allow: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDRESS", help="A resource whose loss is meant; may be repeated."),
    ] = None,
) -> None:
    """Refuse a Terraform plan that loses data or its guards.

    Exports, buckets, their protections, alarms. Exit code 1: refused. 2: the file is no finished plan.
    """
    from costs.deployed.plan_guard import UnusablePlan, read_plan, refusals

    try:
        found = refusals(read_plan(plan))
    except UnusablePlan as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(UNUSABLE) from None
    allowed = set(allow or ())
    if surplus := sorted(allowed - {refusal.address for refusal in found}):
        raise typer.BadParameter(
            f"--allow {surplus[0]}: the plan loses nothing there; leave it out"
        )
    refused = [refusal for refusal in found if refusal.address not in allowed]
    for refusal in refused:
        typer.echo(str(refusal))
    count = len({refusal.address for refusal in refused})
    if count:
        typer.echo(f"refused: {count} resources. What is meant: --allow ADDRESS", err=True)
        raise typer.Exit(1)
    typer.echo("nothing that holds cost data, protects it or watches it is lost")
