"""The sections in the order of the page."""

from costs.report.blocks import Section
from costs.report.sections.services import services
from costs.report.sections.summary import summary
from costs.report.sections.trend import trend
from costs.report.subject import Subject

SECTIONS = (summary, trend, services)


def sections_of(subject: Subject) -> list[Section]:
    """Each of them, whether it has figures or says why it has none."""
    return [section(subject) for section in SECTIONS]
