"""From a bill to a report of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from costs.answering import Bill
from costs.report.formats import ReportFormat, written
from costs.report.period import chosen
from costs.report.questions import Questions
from costs.report.scope import Scope
from costs.report.sections.order import sections_of
from costs.report.subject import Subject


@dataclass(frozen=True)
class Wanted:
    """Of which month, by default the newest; `compare` are two months, the second to be explained."""

    month: str | None = None
    compare: tuple[str, str] | None = None
    output: ReportFormat = ReportFormat.HTML


def make(
    bill: Bill, scope: Scope, wanted: Wanted, notes: Sequence[str] = ()
) -> tuple[Subject, str]:
    """What it is about, and the file's text. `notes` are what a reader has to know of the bill.

    Raises NoSuchMonth, NothingToTell, NotNarrowed, and ExpectedFailure of a question.
    """
    period = chosen(bill.months, wanted.month, wanted.compare)
    bill.seal("daily_costs", period.all)
    bill.seal("resource_costs", {period.month})
    subject = Subject.of(Questions(bill, scope), period)
    sections = sections_of(subject)
    return subject, written(wanted.output, subject, sections, [*notes, *subject.notes])
