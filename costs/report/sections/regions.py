"""Regions, the dearest first."""

from costs.report.blocks import Section
from costs.report.sections.ranking import by_share, dearest
from costs.report.subject import Subject


def regions(subject: Subject) -> Section:
    """Each with its share and its months, whole ones but for a last that isn't over."""
    asked = subject.asked("spend/monthly_by_region")
    table = by_share(subject, "By region", asked, "region", "Region", "no region")
    return Section("regions", "Regions", dearest(subject, table, "region"), (table,))
