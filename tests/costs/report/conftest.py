"""One report of the generated months, made once for all tests of it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from costs.bill.opened import OpenBill, opened
from costs.report.blocks import Section
from costs.report.formats import ReportFormat, written
from costs.report.period import chosen
from costs.report.questions import Questions
from costs.report.scope import Scope
from costs.report.sections.order import sections_of
from costs.report.subject import Subject
from emulator.environment import Emulated


@dataclass(frozen=True)
class Made:
    """A report and the bill that it is of."""

    bill: OpenBill
    subject: Subject
    sections: list[Section]
    html: str
    json: str

    def section(self, id_: str) -> Section:
        return next(section for section in self.sections if section.id == id_)


@pytest.fixture(scope="session")
def made() -> Iterator[Made]:
    with opened(None, Emulated.read("example")) as bill:
        period = chosen(bill.months, None, None)
        bill.seal(period.all)
        subject = Subject.of(Questions(bill, Scope(bill.database)), period)
        sections = sections_of(subject)
        html, json = (written(output, subject, sections) for output in ReportFormat)
        yield Made(bill, subject, sections, html, json)
