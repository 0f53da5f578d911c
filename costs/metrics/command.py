"""`metrics`: the newest full day's costs, for Prometheus."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from costs.options import Data, Engine, Environment, pipeline, progress
from emulator.cloud.engine_name import EngineName

if TYPE_CHECKING:
    from costs.metrics.newest_day import Bill
    from emulator.environment import Emulated

PARTIAL = 3  # exit code, as that of `query`


def metrics(
    data: Data = None,
    athena: Annotated[
        str | None,
        typer.Option(metavar="ENVIRONMENT", help="Ask the deployed workgroup of an environment."),
    ] = None,
    profile: Annotated[
        str | None, typer.Option(help="Of the AWS configuration, with --athena.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="File to replace, in one step; default: standard output.")
    ] = None,
    engine: Engine = EngineName.DUCKDB,
    environment: Environment = "example",
) -> None:
    """Print what the newest full day cost, as OpenMetrics. Exit code 3: some data isn't read."""
    from costs.metrics.newest_day import newest_day
    from costs.metrics.openmetrics import openmetrics

    if athena and data:
        raise typer.BadParameter("give --data or --athena, not both")
    found = pipeline(athena or environment)
    with _deployed(found, profile) if athena else _folder(data, found, engine) as (bill, partial):
        text = openmetrics(newest_day(bill))
    if out is None:
        typer.echo(text, nl=False)
    else:
        _replace(out, text)
    if partial:
        raise typer.Exit(PARTIAL)


@contextmanager
def _folder(
    data: Path | None, emulated: "Emulated", engine: EngineName
) -> Iterator[tuple["Bill", bool]]:
    from costs.bill.opened import opened

    with opened(data, emulated, engine, progress) as bill:
        for problem in bill.intake.problems:
            typer.echo(str(problem), err=True)
        yield bill, bill.intake.is_partial


@contextmanager
def _deployed(emulated: "Emulated", profile: str | None) -> Iterator[tuple["Bill", bool]]:
    from costs.deployed.athena_bill import AthenaBill

    yield AthenaBill.of(emulated.names, profile), False


def _replace(out: Path, text: str) -> None:
    """Whoever collects the file sees the whole old one or the whole new one."""
    new = out.with_name(f"{out.name}.new")
    new.write_text(text)
    new.replace(out)
