"""The commands. Each starts an emulated AWS of its own, if any, and leaves nothing running.

What a command alone needs is imported inside it: the emulated AWS takes seconds to load, which a quick
query should not pay.
"""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from athena.failures import CommandFailed
from costs.answers import Format, show
from costs.check import check_files
from costs.quick_query import Question, answer, saved_query
from costs.statement_kinds import expect_query
from emulator.environment import Emulated, EngineName
from modules.problems import SettingsError

UNDECIDED = 3  # the exit code of check when nothing is wrong and something is unknown

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)

Data = Annotated[
    Path | None, typer.Option(help="Folder with CUR 2.0 or legacy CUR files; default: samples.")
]
EnvironmentName = Annotated[str, typer.Option("--environment", help="Environment of cdktf.json.")]
Engine = Annotated[
    EngineName, typer.Option(help="Runs the SQL; trino is fetched once, about 450 MB.")
]
Saved = Annotated[str | None, typer.Option(help="Saved query, e.g. cur/monthly_cost_by_service.")]


@app.command()
def demo(
    data: Data = None,
    engine: Engine = EngineName.DUCKDB,
    environment: EnvironmentName = "example",
) -> None:
    """Apply the stack, deliver a bill, crawl it, query it, reconcile it."""
    from costs.demo import Story
    from emulator.cloud.laptop import laptop

    console = Console()
    with laptop(_emulated(environment), None, engine, console.print) as running:
        story = Story(running, console)
        story.tell(data)
    if story.reconciliation is None or not story.reconciliation.holds:
        raise typer.Exit(1)


@app.command()
def up(
    data: Data = None,
    port: Annotated[int | None, typer.Option(help="Port; default: a free one.")] = None,
    engine: Engine = EngineName.DUCKDB,
    environment: EnvironmentName = "example",
) -> None:
    """The same, and stay, for any AWS SDK client. Ctrl-C stops it."""
    from costs.demo import Story
    from emulator.cloud.laptop import laptop

    console = Console()
    with laptop(_emulated(environment), port, engine, console.print) as running:
        Story(running, console).tell(data)
        names = running.emulated.names
        console.print(f"\nAthena, S3, SQS and Glue answer at [bold]{running.cloud.endpoint}[/bold]")
        console.print(f"workgroup {names.workgroup}, database {names.database}")
        console.print(f"a bucket to write to: {names.results_bucket}; in your shell:\n")
        for name, value in running.cloud.environment().items():
            typer.echo(f"export {name}={value}")
        console.print("\nCtrl-C stops it.")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            console.print("stopped")


@app.command()
def query(
    sql: Annotated[str | None, typer.Argument(help="One Athena SQL statement.")] = None,
    file: Annotated[Path | None, typer.Option(help="File with the statement.")] = None,
    saved: Saved = None,
    parameter: Annotated[
        list[str] | None, typer.Option(help="SQL literal for each `?`, in order.")
    ] = None,
    data: Data = None,
    engine: Engine = EngineName.DUCKDB,
    output: Annotated[Format, typer.Option("--format", help="How to print rows.")] = Format.TABLE,
    environment: EnvironmentName = "example",
) -> None:
    """Run one statement on cost data, without Terraform."""
    question = _question(sql, file, saved, tuple(parameter or ()))
    expect_query(question.sql)
    found, problems = answer(question, data, _emulated(environment), engine, _progress)
    for problem in problems:
        typer.echo(str(problem), err=True)
    show(found, output)


@app.command()
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE|DIR...", help="SQL files, or folders that hold some."),
    ] = None,
    data: Data = None,
    engine: Engine = EngineName.DUCKDB,
    environment: EnvironmentName = "example",
) -> None:
    """Validate SQL files, one statement each, without running them.

    Exit code 1: Athena would refuse one. 3: none, but some that this engine can't judge.
    """
    checked = check_files(paths or (), data, _emulated(environment), engine, _progress)
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


def _question(
    sql: str | None, file: Path | None, saved: str | None, parameters: tuple[str, ...]
) -> Question:
    if sum(given is not None for given in (sql, file, saved)) != 1:
        raise typer.BadParameter("give one of: a statement, --file, --saved")
    if file is not None:
        if not file.is_file():
            raise typer.BadParameter(f"--file {file}: no such file")
        return Question(file.read_text(), parameters)
    if saved is not None:
        found = saved_query(saved)
        return Question(found.sql, parameters, found)
    return Question(str(sql), parameters)


def _progress(line: str) -> None:
    typer.echo(line, err=True)


def _emulated(environment: str) -> Emulated:
    try:
        return Emulated.read(environment)
    except KeyError:
        raise typer.BadParameter(
            f"--environment {environment}: cdktf.json has no context.environments.{environment}"
        ) from None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, of this process' arguments by default; the exit code.

    Expected failures are one message and exit code 1, never a traceback.
    """
    try:
        app(arguments, prog_name="python -m costs")
    except SystemExit as ended:  # how click ends
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except (CommandFailed, SettingsError) as problem:
        typer.echo(str(problem), err=True)
        return 1
    return 0
