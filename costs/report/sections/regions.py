"""Regions, the dearest first."""

from costs.report.blocks import Section
from costs.report.sections.ranking import by_share
from costs.report.subject import Subject
from costs.report.writing import percent


def regions(subject: Subject) -> Section:
    """Each with its share and its months, whole ones but for a last that isn't over."""
    asked = subject.asked("spend/monthly_by_region")
    table = by_share(subject, "By region", asked, "region", "Region", "no region")
    name, _, cost, share = table.rows[0] if table.rows else ("no region", (), 0.0, None)
    of = f", {percent(share)} of the cost" if share is not None else ""
    lead = f"Most is spent in {name}: {subject.money(cost)}{of}."
    return Section("regions", "Regions", lead, (table,))
