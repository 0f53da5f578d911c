"""`redrive`: what got stuck in a deployed pipeline, and how it goes on."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from athena.errors import ExpectedFailure
from costs.options import pipeline

if TYPE_CHECKING:
    from costs.deployed.redrive.stuck import Account, Stuck

LEFT = 3  # the exit code when something lies there still


def redrive(
    environment: Annotated[str, typer.Argument(help="Of cdktf.json.")] = "example",
    profile: Annotated[str | None, typer.Option(help="Of the AWS configuration.")] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Do it; else it is only told.")] = False,
    days: Annotated[int, typer.Option(min=1, max=90, help="Failed executions of so long.")] = 14,
) -> None:
    """Tell what lies in dead-letter queues and which executions failed; with --apply, let it go on.

    What would fail again (its object is broken, or gone) is left where it is. Exit code 3: something is.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    left = 0
    try:
        for stuck in _stuck(_account(environment, profile), days):
            typer.echo(f"{stuck.where}: {stuck.what}")
            typer.echo(f"    since {stuck.since:%Y-%m-%d %H:%M}, {stuck.why}")
            if apply and stuck.hopeless is None:
                typer.echo(f"    {stuck.go_on()}")
                continue
            stuck.leave()
            left += 1
            typer.echo(f"    {f'left: {stuck.hopeless}' if stuck.hopeless else 'would go on'}")
    except (BotoCoreError, ClientError) as problem:
        raise ExpectedFailure(f"{environment} can't be looked at: {problem}") from None
    if left == 0:
        typer.echo("nothing is stuck")
        return
    if not apply:
        typer.echo("nothing was changed; --apply lets go on what would", err=True)
    raise typer.Exit(LEFT)


def _account(environment: str, profile: str | None) -> "Account":
    import boto3

    from costs.deployed.redrive.stuck import Account

    plan = pipeline(environment).plan
    session = boto3.Session(profile_name=profile, region_name=plan.names.region)
    found = session.client("sts").get_caller_identity()["Account"]
    if found != plan.names.account_id:
        raise ExpectedFailure(
            f"the credentials are of account {found}; {environment} is {plan.names.account_id}"
        )
    return Account(plan, session.client)


def _stuck(account: "Account", days: int) -> "Iterator[Stuck]":
    """In the order of the data's way: what goes on first may mend what comes later."""
    from costs.deployed.redrive.executions import failed_executions
    from costs.deployed.redrive.undelivered import undelivered_events
    from costs.deployed.redrive.work_lists import dead_letters
    from modules.sealed import Sealing

    plan = account.plan
    for line in plan.crawled:
        yield from dead_letters(account, line)
    yield from undelivered_events(account)
    yield from failed_executions(account, plan.names.crawl_starter, days)
    if Sealing.of(plan):
        yield from failed_executions(account, plan.names.month_sealer, days)
