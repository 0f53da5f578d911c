"""`report`: what a month cost and why, as one HTML file."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    progress,
)
from costs.report.formats import ReportFormat
from emulator.cloud.engine_name import EngineName

if TYPE_CHECKING:
    from emulator.bills.intake.outcome import Intake
    from emulator.environment import Emulated

Pair = tuple[str, str] | None


def report(
    data: Data = None,
    athena: Athena = None,
    profile: AthenaProfile = None,
    reader: Reader = None,
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
    environment: Environment = None,
) -> None:
    """Write what a month cost and why it moved, as one HTML file. Exit code 3: some data isn't read."""
    from costs.answering import deployed, in_folder
    from costs.report.making import Wanted, make
    from costs.report.scope import Scope

    pair = _tag(tag)
    emulated = _with_tag(
        asked_of(data, athena, environment, reader), pair if athena is None else None
    )
    source = (
        in_folder(data, emulated, engine) if athena is None else deployed(emulated, profile, reader)
    )
    with source as (bill, intake):
        whose = reader if _seen_by(emulated, reader) else None
        scope = Scope(bill.database, account, pair, emulated.plan.environment.query.tags, whose)
        missing = _missing(intake) if intake else []
        notes = [*missing, *_seen_by(emulated, reader)]
        subject, text = make(bill, scope, Wanted(month, compare, output), notes)
    if str(out) == "-":
        typer.echo(text)
    else:
        out.write_text(text)
        progress(f"{subject.period.title}: {out}")
    if missing:
        raise typer.Exit(PARTIAL)


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


def _seen_by(emulated: "Emulated", reader: str | None) -> list[str]:
    """What a reader sees of the bill, if not all."""
    readers = emulated.plan.environment.consumers.readers
    if reader is None or readers[reader].only.everything:
        return []
    only = readers[reader].only
    seen = [f"account {account}" for account in only.accounts]
    seen += [f"{key} = {value}" for key, values in only.tags.items() for value in values]
    return [f"Only what {reader} sees of the bill: {', '.join(seen)}."]


def _missing(intake: "Intake") -> list[str]:
    if not intake.is_partial:
        return []
    missing = [problem.path.name for problem in intake.problems if not problem.harmless]
    return [f"{', '.join(missing)}: not read, so that figures may be smaller than the bill."]
