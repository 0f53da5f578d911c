"""`schema`: does AWS still export the columns that this project knows?"""

from typing import Annotated

import typer

from athena.errors import ExpectedFailure
from costs.options import pipeline

BILLING_REGION = "us-east-1"  # Data Exports answer nowhere else


def schema(
    profile: Annotated[str | None, typer.Option(help="Of the AWS configuration.")] = None,
    arrived: Annotated[
        str | None,
        typer.Option(metavar="ENVIRONMENT", help="Compare its newest deliveries with its tables."),
    ] = None,
) -> None:
    """Compare our column lists with what AWS exports.

    Asks AWS, or `up` with its variables set. Exit code 1: a list is out of date, or a delivery has
    other columns or types than its table.
    """
    if arrived is not None:
        _tell_arrived(arrived, profile)
        return
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    from costs.deployed.table_schemas import differences, not_described

    try:
        session = boto3.Session(profile_name=profile, region_name=BILLING_REGION)
        client = session.client("bcm-data-exports")
        found = list(differences(client))
        others = not_described(client)
    except (BotoCoreError, ClientError) as problem:
        raise ExpectedFailure(f"bcm-data-exports in {BILLING_REGION}: {problem}") from None
    for difference in found:
        typer.echo(str(difference))
    if others:
        typer.echo(f"exported by AWS and not described: {', '.join(others)}", err=True)
    if found:
        raise typer.Exit(1)
    typer.echo("every column list says what AWS says")


def _tell_arrived(environment: str, profile: str | None) -> None:
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    from costs.deployed.arrived_schemas import arrived_differences

    plan = pipeline(environment).plan
    try:
        session = boto3.Session(profile_name=profile, region_name=plan.names.region)
        found = list(arrived_differences(session.client("s3"), plan))
    except (BotoCoreError, ClientError) as problem:
        raise ExpectedFailure(f"deliveries of {environment}: {problem}") from None
    for difference in found:
        typer.echo(str(difference))
    if found:
        raise typer.Exit(1)
    typer.echo("every delivery has the columns of its table")
