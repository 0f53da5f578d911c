"""One report of the generated months, made once for all tests of it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from costs.bill.opened import OpenBill, opened
from costs.report.blocks import Section
from costs.report.formats import ReportFormat, written
from costs.report.making import Wanted, make
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
        subject, html = make(bill, Scope(bill.database), Wanted())
        sections = sections_of(subject)  # asks nothing a second time
        json = written(ReportFormat.JSON, subject, sections)
        yield Made(bill, subject, sections, html, json)
