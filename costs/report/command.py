"""`report`: what a month cost and why, as one HTML file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from costs.options import Data, Engine, Environment, pipeline, progress
from costs.report.formats import ReportFormat
from emulator.cloud.engine_name import EngineName

if TYPE_CHECKING:
    from emulator.bills.intake.outcome import Intake

PARTIAL = 3  # exit code, as that of `query`


def report(
    data: Data = None,
    month: Annotated[str | None, typer.Option(help="YYYY-MM; default: the newest.")] = None,
    compare: Annotated[
        tuple[str, str] | None, typer.Option(help="A month and the one to explain by it.")
    ] = None,
    out: Annotated[Path, typer.Option(help="The file to write; - is standard output.")] = Path(
        "report.html"
    ),
    output: Annotated[
        ReportFormat, typer.Option("--format", help="A page, or its figures.")
    ] = ReportFormat.HTML,
    engine: Engine = EngineName.DUCKDB,
    environment: Environment = "example",
) -> None:
    """Write what a month cost and why it moved, as one HTML file. Exit code 3: as that of query."""
    from costs.bill.opened import opened
    from costs.report.formats import written
    from costs.report.questions import Questions
    from costs.report.sections.order import sections_of
    from costs.report.subject import Subject

    with opened(data, pipeline(environment), engine, progress) as bill:
        for problem in bill.intake.problems:
            typer.echo(str(problem), err=True)
        subject = Subject.of(Questions(bill), month, compare)
        notes = [*_notes(bill.intake), *subject.notes]
        text = written(output, subject, sections_of(subject), notes)
        partial = bill.intake.is_partial
    if str(out) == "-":
        typer.echo(text)
    else:
        out.write_text(text)
        typer.echo(f"{subject.period.title}: {out}", err=True)
    if partial:
        raise typer.Exit(PARTIAL)


def _notes(intake: "Intake") -> list[str]:
    if not intake.is_partial:
        return []
    missing = [problem.path.name for problem in intake.problems if not problem.harmless]
    return [f"{', '.join(missing)}: not read, so that figures may be smaller than the bill."]
