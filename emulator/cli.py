"""The commands. Each starts an emulated AWS of its own and leaves nothing running."""

import threading
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from emulator.answers import Format, show
from emulator.athena.client import QueryFailed, run_query
from emulator.aws.server import PortTaken
from emulator.bills import bills
from emulator.demo import Story
from emulator.intake import DataFolderError
from emulator.laptop import Laptop, laptop
from emulator.saved import default_parameters
from emulator.settings import Emulated
from emulator.shortcut import set_up
from emulator.terraform import TerraformError
from modules.problems import SettingsError
from modules.sql import read_queries

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)
EXPECTED = (DataFolderError, PortTaken, QueryFailed, SettingsError, TerraformError)

Data = Annotated[
    Path | None,
    typer.Option(help="Folder with CUR 2.0 or legacy CUR files; default: samples."),
]
EnvironmentName = Annotated[str, typer.Option("--environment", help="Environment of cdktf.json.")]


@app.command()
def demo(data: Data = None, environment: EnvironmentName = "example") -> None:
    """Apply the stack, deliver a bill, crawl it, query it, reconcile it."""
    console = Console()
    with laptop(_emulated(environment)) as running:
        story = Story(running, console)
        story.tell(data)
    if story.reconciliation is None or not story.reconciliation.holds:
        raise typer.Exit(1)


@app.command()
def up(
    data: Data = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; default: a free one.")
    ] = None,
    environment: EnvironmentName = "example",
) -> None:
    """The same, and stay, for any AWS SDK client. Ctrl-C stops it."""
    console = Console()
    with laptop(_emulated(environment), port) as running:
        Story(running, console).tell(data)
        names = running.emulated.names
        console.print(f"\nAthena, S3, SQS and Glue answer at [bold]{running.cloud.endpoint}[/bold]")
        console.print(f"workgroup {names.workgroup}, database {names.database}; in your shell:\n")
        for name, value in running.cloud.environment().items():
            console.print(f"export {name}={value}", highlight=False, soft_wrap=True)
        console.print("\nCtrl-C stops it.")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            console.print("stopped")


@app.command()
def query(
    sql: Annotated[str | None, typer.Argument(help="One Athena SQL statement.")] = None,
    file: Annotated[Path | None, typer.Option(help="File with the statement.")] = None,
    saved: Annotated[
        str | None, typer.Option(help="Saved query, e.g. cur/monthly_cost_by_service.")
    ] = None,
    parameter: Annotated[
        list[str] | None, typer.Option(help="SQL literal for each `?`, in order.")
    ] = None,
    data: Data = None,
    output: Annotated[Format, typer.Option("--format", help="How to print rows.")] = Format.TABLE,
    environment: EnvironmentName = "example",
) -> None:
    """Run one statement on cost data, without Terraform."""
    statement, table = _statement(sql, file, saved)
    with laptop(_emulated(environment)) as running:
        intake = bills(data, running.scratch)
        for problem in intake.problems:
            typer.echo(str(problem), err=True)
        set_up(running, intake.months)
        given = list(parameter or [])
        if saved and not given:
            given = default_parameters(statement, table, intake.months)
        show(_run(running, statement, given), output)


def _statement(sql: str | None, file: Path | None, saved: str | None) -> tuple[str, str]:
    if sum(given is not None for given in (sql, file, saved)) != 1:
        raise typer.BadParameter("give one of: a statement, --file, --saved")
    if file is not None:
        if not file.is_file():
            raise typer.BadParameter(f"--file {file}: no such file")
        return file.read_text(), ""
    if saved is not None:
        table, _, name = saved.partition("/")
        found = {query.name: query.sql for query in read_queries(table)}
        if name not in found:
            known = [f"{t}/{q.name}" for t in ("cur2", "cur") for q in read_queries(t)]
            raise typer.BadParameter(
                f"--saved {saved}: no such query; there are " + ", ".join(known)
            )
        return found[name], table
    return str(sql), ""


def _run(running: Laptop, statement: str, parameters: list[str]) -> Any:
    names = running.emulated.names
    athena = running.cloud.client("athena")
    return run_query(athena, statement, names.workgroup, names.database, parameters)


def _emulated(environment: str) -> Emulated:
    try:
        return Emulated.read(environment)
    except KeyError:
        raise typer.BadParameter(
            f"--environment {environment}: cdktf.json has no context.environments.{environment}"
        ) from None


def main() -> None:
    """Expected failures are one message and exit code 1, never a traceback."""
    try:
        app()
    except EXPECTED as problem:
        typer.echo(str(problem), err=True)
        raise SystemExit(1) from None
