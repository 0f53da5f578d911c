"""`report`: what a month cost and why, as one HTML file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from costs.options import Data, Engine, Environment, pipeline, progress
from costs.report.formats import ReportFormat
from emulator.cloud.engine_name import EngineName

if TYPE_CHECKING:
    from costs.report.questions import Bill
    from emulator.bills.intake.outcome import Intake
    from emulator.environment import Emulated

PARTIAL = 3  # exit code, as that of `query`
Pair = tuple[str, str] | None


def report(
    data: Data = None,
    athena: Annotated[
        str | None,
        typer.Option(metavar="ENVIRONMENT", help="Ask the deployed workgroup of an environment."),
    ] = None,
    profile: Annotated[
        str | None, typer.Option(help="Of the AWS configuration, with --athena.")
    ] = None,
    month: Annotated[str | None, typer.Option(help="YYYY-MM; default: the newest.")] = None,
    compare: Annotated[
        Pair, typer.Option(help="Two months: the second is explained by the first.")
    ] = None,
    account: Annotated[str | None, typer.Option(help="Only this account's costs.")] = None,
    tag: Annotated[str | None, typer.Option(help="Only this tag's, e.g. user_team=data.")] = None,
    out: Annotated[Path, typer.Option(help="The file to write; - is standard output.")] = Path(
        "report.html"
    ),
    output: Annotated[
        ReportFormat, typer.Option("--format", help="A page, or its figures.")
    ] = ReportFormat.HTML,
    engine: Engine = EngineName.DUCKDB,
    environment: Environment = "example",
) -> None:
    """Write what a month cost and why it moved, as one HTML file. Exit code 3: some data isn't read."""
    from costs.report.making import Wanted, make
    from costs.report.scope import Scope

    if athena and data:
        raise typer.BadParameter("give --data or --athena, not both")
    pair = _tag(tag)
    emulated = _with_tag(pipeline(athena or environment), None if athena else pair)
    scope = Scope(emulated.names.database, account, pair, emulated.plan.environment.query.tags)
    source = _deployed(emulated, profile) if athena else _folder(data, emulated, engine)
    with source as (bill, notes):
        subject, text = make(bill, scope, Wanted(month, compare, output), notes)
    if str(out) == "-":
        typer.echo(text)
    else:
        out.write_text(text)
        progress(f"{subject.period.title}: {out}")
    if notes:
        raise typer.Exit(PARTIAL)


@contextmanager
def _folder(
    data: Path | None, emulated: "Emulated", engine: EngineName
) -> Iterator[tuple["Bill", list[str]]]:
    """With what a reader has to know of it."""
    from costs.bill.opened import opened

    with opened(data, emulated, engine, progress) as bill:
        for problem in bill.intake.problems:
            typer.echo(str(problem), err=True)
        yield bill, _notes(bill.intake)


@contextmanager
def _deployed(emulated: "Emulated", profile: str | None) -> Iterator[tuple["Bill", list[str]]]:
    from costs.deployed.athena_bill import AthenaBill

    yield AthenaBill.of(emulated.names, profile), []


def _tag(text: str | None) -> Pair:
    if text is None:
        return None
    key, equals, value = text.partition("=")
    if not key or not equals:
        raise typer.BadParameter(f"--tag {text}: write it as key=value, e.g. user_team=data")
    return key, value


def _with_tag(emulated: "Emulated", tag: Pair) -> "Emulated":
    """The same, with the tag in its sealed months: those of a folder are sealed for the report."""
    settings = emulated.plan.environment
    if tag is None or tag[0] in settings.query.tags:
        return emulated
    query = settings.query.model_copy(update={"tags": (*settings.query.tags, tag[0])})
    changed = settings.model_copy(update={"query": query})
    return replace(emulated, plan=replace(emulated.plan, environment=changed))


def _notes(intake: "Intake") -> list[str]:
    if not intake.is_partial:
        return []
    missing = [problem.path.name for problem in intake.problems if not problem.harmless]
    return [f"{', '.join(missing)}: not read, so that figures may be smaller than the bill."]
