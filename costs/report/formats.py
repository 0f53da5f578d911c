"""A report as a page or as its figures."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from costs.report.blocks import Section
    from costs.report.subject import Subject


class ReportFormat(StrEnum):
    """What `--format` accepts."""

    HTML = "html"
    JSON = "json"


def written(
    output: ReportFormat,
    subject: "Subject",
    sections: Sequence["Section"],
    notes: Sequence[str] = (),
) -> str:
    """The text of the file. `notes` are what a reader has to know before any figure."""
    if output is ReportFormat.JSON:
        from costs.report.as_json import as_json

        return as_json(subject, sections, notes)
    from costs.report.page import page

    return page(subject, sections, notes)
