"""`redrive`: what got stuck in a deployed pipeline, and how it goes on."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from athena.errors import ExpectedFailure
from costs.options import EnvironmentArgument, pipeline

if TYPE_CHECKING:
    from costs.deployed.redrive.stuck import Deployed, Stuck
    from emulator.environment import Emulated

LEFT = 3  # the exit code when something lies there still


def redrive(
    environment: EnvironmentArgument = None,
    profile: Annotated[str | None, typer.Option(help="Of the AWS configuration.")] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Do it; else it is only told.")] = False,
    days: Annotated[int, typer.Option(min=1, max=90, help="Failed executions of so long.")] = 14,
) -> None:
    """Tell what got stuck, and why; with --apply it goes on.

    Letters in dead-letter queues, and failed executions. What would fail again (its object is broken,
    or gone) is left where it is. Exit code 3: something is.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    left = 0
    found = pipeline(environment)
    try:
        for stuck in _stuck(_deployed(found, profile), days):
            typer.echo(f"{stuck.where}: {stuck.what}")
            typer.echo(f"    since {stuck.since:%Y-%m-%d %H:%M}, {stuck.why}")
            if apply and stuck.hopeless is None:
                typer.echo(f"    {stuck.go_on()}")
                continue
            stuck.leave()
            left += 1
            typer.echo(f"    {f'left: {stuck.hopeless}' if stuck.hopeless else 'would go on'}")
    except (BotoCoreError, ClientError) as problem:
        raise ExpectedFailure(f"{found.name} can't be looked at: {problem}") from None
    if left == 0:
        typer.echo("nothing is stuck")
        return
    if not apply:
        typer.echo("nothing was changed; --apply lets go on what would", err=True)
    raise typer.Exit(LEFT)


def _deployed(found: "Emulated", profile: str | None) -> "Deployed":
    from costs.deployed.credentials import session_in
    from costs.deployed.redrive.stuck import Deployed

    session = session_in(found.name, found.names, profile)
    return Deployed(found.plan, session.client)


def _stuck(deployed: "Deployed", days: int) -> "Iterator[Stuck]":
    """In the order of the data's way: what goes on first may mend what comes later."""
    from costs.deployed.redrive.executions import failed_executions
    from costs.deployed.redrive.undelivered import undelivered_events
    from costs.deployed.redrive.work_lists import dead_letters
    from modules.sealed import Sealing

    plan = deployed.plan
    for line in plan.crawled:
        yield from dead_letters(deployed, line)
    yield from undelivered_events(deployed)
    yield from failed_executions(deployed, plan.names.crawl_starter, days)
    if Sealing.of(plan):
        yield from failed_executions(deployed, plan.names.month_sealer, days)
