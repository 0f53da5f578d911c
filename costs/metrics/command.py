"""`metrics`: the newest full day's costs, for Prometheus."""

from pathlib import Path
from typing import Annotated

import typer

from costs.options import (
    PARTIAL,
    Athena,
    AthenaProfile,
    Data,
    Engine,
    Environment,
    Reader,
    asked_of,
)
from emulator.cloud.engine_name import EngineName


def metrics(
    data: Data = None,
    athena: Athena = None,
    profile: AthenaProfile = None,
    reader: Reader = None,
    out: Annotated[
        Path | None, typer.Option(help="File to replace, in one step; default: standard output.")
    ] = None,
    engine: Engine = EngineName.DUCKDB,
    environment: Environment = None,
) -> None:
    """Print what the newest full day cost, as OpenMetrics. Exit code 3: some data isn't read."""
    from costs.answering import deployed, in_folder
    from costs.metrics.newest_day import newest_day
    from costs.metrics.openmetrics import openmetrics

    found = asked_of(data, athena, environment, reader)
    source = in_folder(data, found, engine) if athena is None else deployed(found, profile, reader)
    with source as (bill, intake):
        text = openmetrics(newest_day(bill))
    if out is None:
        typer.echo(text, nl=False)
    else:
        _replace(out, text)
    if intake and intake.is_partial:
        raise typer.Exit(PARTIAL)


def _replace(out: Path, text: str) -> None:
    """Whoever collects the file sees the whole old one or the whole new one."""
    new = out.with_name(f"{out.name}.new")
    new.write_text(text)
    new.replace(out)
