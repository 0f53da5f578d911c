"""`query`: one statement on a folder of cost data."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from athena.errors import ExpectedFailure
from costs.options import PARTIAL, Data, Engine, Environment, pipeline, progress
from costs.printing.rows import Format, show
from emulator.cloud.engine_name import EngineName

if TYPE_CHECKING:
    from costs.bill.question import Question


class NotAQuery(ExpectedFailure):
    """Athena takes it, `query` doesn't; `str()` says what does."""


def query(
    sql: Annotated[str | None, typer.Argument(help="One Athena SQL statement.")] = None,
    file: Annotated[Path | None, typer.Option(help="File with the statement.")] = None,
    saved: Annotated[
        str | None, typer.Option(help="Saved query, e.g. cur/monthly_cost_by_service.")
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option(help="For each `?`, an SQL literal; a saved query has defaults."),
    ] = None,
    data: Data = None,
    engine: Engine = EngineName.DUCKDB,
    output: Annotated[Format, typer.Option("--format", help="How to print rows.")] = Format.TABLE,
    environment: Environment = None,
) -> None:
    """Run one statement on cost data, without Terraform. Exit code 3: some of the data can't be read."""
    from costs.bill.parameters import told
    from costs.bill.question import answer

    question = _question(sql, file, saved, tuple(parameter or ()))
    _expect_query(question.sql)
    found, intake = answer(question, data, pipeline(environment), engine, progress)
    for problem in intake.problems:
        typer.echo(str(problem), err=True)
    show(found, output)
    if question.saved and found.parameters and output is Format.TABLE:
        typer.echo(told(question.saved, found.parameters))
    if intake.is_partial:
        typer.echo("this answer is partial: see above what isn't in it", err=True)
        raise typer.Exit(PARTIAL)


def _expect_query(sql: str) -> None:
    """Raises NotAQuery."""
    from athena.sql.kinds import other_than_query

    if found := other_than_query(sql):
        word = found.text.upper()
        raise NotAQuery(
            f"query runs queries, not {word}: python -m costs up takes any statement. What is there: "
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
        )


def _question(
    sql: str | None, file: Path | None, saved: str | None, parameters: tuple[str, ...]
) -> "Question":
    from costs.bill.question import Question, saved_query

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
