"""Options that several commands have, and what they are read into.

A command's own file and this one import nothing that takes time to load: `--help` reads them all.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from athena.errors import ExpectedFailure
from emulator.cloud.engine_name import EngineName

if TYPE_CHECKING:
    from emulator.environment import Emulated

Data = Annotated[
    Path | None,
    typer.Option(
        help="Folder or file of CUR 2.0, FOCUS or legacy CUR; default: generated months, two real ones."
    ),
]
Athena = Annotated[
    str | None,
    typer.Option(metavar="ENVIRONMENT", help="Ask what is deployed of it, instead of a folder."),
]
AthenaProfile = Annotated[
    str | None, typer.Option("--profile", help="Of the AWS configuration, with --athena.")
]
Reader = Annotated[
    str | None,
    typer.Option(
        help="One of consumers.readers, whose workgroup and tables are asked; with --athena."
    ),
]
OF_CDKTF = "Environment of cdktf.json; default: its first that has tables."
Environment = Annotated[str | None, typer.Option("--environment", help=OF_CDKTF)]
EnvironmentArgument = Annotated[
    str | None, typer.Argument(metavar="ENVIRONMENT", help=OF_CDKTF, show_default=False)
]
Engine = Annotated[
    EngineName, typer.Option(help="Runs the SQL; trino is fetched once, about 450 MB.")
]

PARTIAL = 3  # exit code of an answer from which something is missing; 1 is no answer


def emulated(environment: str | None) -> "Emulated":
    """The environment of that name, or the first that has tables.

    Raises ExpectedFailure and typer.BadParameter.
    """
    from emulator.environment import Emulated
    from modules.settings.problems import SettingsError

    try:
        return Emulated.read(environment)
    except SettingsError as problem:
        raise ExpectedFailure(str(problem)) from None
    except KeyError as unknown:
        raise typer.BadParameter(str(unknown.args[0])) from None


def pipeline(environment: str | None) -> "Emulated":
    """One that has tables. Raises ExpectedFailure and typer.BadParameter."""
    found = emulated(environment)
    if hub := found.plan.environment.hub:
        raise ExpectedFailure(
            f"{found.name} is a source: it has exports and no tables; take the environment of its "
            f"hub, account {hub}"
        )
    return found


def asked_of(
    data: Path | None, athena: str | None, environment: str | None, reader: str | None = None
) -> "Emulated":
    """What is deployed of `athena`, or else a folder as `environment` would have it."""
    if athena is None and reader is not None:
        raise typer.BadParameter("--reader is of what is deployed: give --athena, too")
    if athena is not None and data is not None:
        raise typer.BadParameter("give --data or --athena, not both")
    return pipeline(environment if athena is None else athena)


def progress(line: str) -> None:
    """What takes long, told where it is no part of the answer."""
    typer.echo(line, err=True)
