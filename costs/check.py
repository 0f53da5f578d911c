"""`check`: would Athena take these SQL files?"""

from pathlib import Path
from typing import Annotated

import typer

from costs.options import Data, Engine, Environment, pipeline, progress
from emulator.cloud.engine_name import EngineName

UNDECIDED = 3  # the exit code when nothing is wrong and something is unknown


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE|DIR...", help="SQL files, or folders that hold some."),
    ] = None,
    data: Data = None,
    engine: Engine = EngineName.DUCKDB,
    environment: Environment = None,
) -> None:
    """Validate SQL files, one statement each, without running them.

    Exit code 1: Athena would refuse one. 3: none, but some that this engine can't judge.
    """
    from costs.bill.validation import check_files

    checked = check_files(paths or (), data, pipeline(environment), engine, progress)
    for problem in checked.problems:
        typer.echo(str(problem), err=True)
    for refusal in checked.refusals:
        typer.echo(str(refusal))
    undecided = sum(refusal.undecided for refusal in checked.refusals)
    refused = len(checked.refusals) - undecided
    summary = f"{checked.files} files checked, {refused} refused"
    typer.echo(f"{summary}, {undecided} undecided" if undecided else summary)
    if checked.refusals:
        raise typer.Exit(1 if refused else UNDECIDED)
