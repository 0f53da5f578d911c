"""`reconcile`: is every cent of the bill in every answer?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from athena.errors import ExpectedFailure
from costs.options import (
    PARTIAL,
    Athena,
    AthenaProfile,
    Data,
    Engine,
    Environment,
    asked_of,
    progress,
)
from costs.printing.rows import Format
from emulator.cloud.engine_name import EngineName

if TYPE_CHECKING:
    from costs.reconciliation.findings import Reconciliation
    from emulator.environment import Emulated


def reconcile(
    data: Data = None,
    athena: Athena = None,
    profile: AthenaProfile = None,
    month: Annotated[
        list[str] | None, typer.Option(metavar="YYYY-MM", help="Only this; may be repeated.")
    ] = None,
    read_files: Annotated[
        bool, typer.Option(help="With --athena: add up the files' costs, not only their rows.")
    ] = False,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    engine: Engine = EngineName.DUCKDB,
    environment: Environment = None,
) -> None:
    """Find the cent by which two tellings of the bill differ.

    By payer and month. Files, manifests and tables; line items and views; CUR 2.0, FOCUS, legacy CUR;
    costs, sealed months.

    Exit code 1: something differs. 3: nothing does, but some of it can't be read.
    """
    from costs.printing.reconciliation import show

    months = tuple(_checked(text) for text in month or ())
    emulated = asked_of(data, athena, environment)
    if athena is not None:
        found, is_partial = _deployed(emulated, profile, months, read_files), False
    else:
        found, is_partial = _local(data, emulated, months, engine)
    show(found, output)
    for note in found.notes:
        typer.echo(note, err=True)
    for reason in found.unread:
        typer.echo(f"not compared: {reason}", err=True)
    if not found.holds:
        raise typer.Exit(1)
    if is_partial or found.unread or not found.comparisons:
        typer.echo("this is partial: see above what isn't in it", err=True)
        raise typer.Exit(PARTIAL)


def _checked(month: str) -> str:
    from modules.datasets import BillingPeriod

    try:
        return str(BillingPeriod.parse(month))
    except ValueError as problem:
        raise typer.BadParameter(f"--month {problem}") from None


def _local(
    data: Path | None, environment: "Emulated", months: tuple[str, ...], engine: EngineName
) -> "tuple[Reconciliation, bool]":
    from costs.reconciliation.checks import reconcile as compare
    from costs.reconciliation.local import LocalBooks

    with LocalBooks.of(data, environment, engine, progress) as (books, intake):
        for problem in intake.problems:
            typer.echo(str(problem), err=True)
        return compare(books, months, add_up_files=True), intake.is_partial


def _deployed(
    environment: "Emulated", profile: str | None, months: tuple[str, ...], read_files: bool
) -> "Reconciliation":
    from botocore.exceptions import BotoCoreError, ClientError

    from costs.deployed.credentials import session_in
    from costs.reconciliation.checks import reconcile as compare
    from costs.reconciliation.deployed import DeployedBooks

    try:
        session = session_in(environment.name, environment.names, profile)
        clients = {name: session.client(name) for name in ("athena", "glue", "s3")}
        return compare(
            DeployedBooks(environment.plan, clients.__getitem__), months, add_up_files=read_files
        )
    except (BotoCoreError, ClientError) as problem:
        raise ExpectedFailure(f"--athena {environment.name}: {problem}") from None
