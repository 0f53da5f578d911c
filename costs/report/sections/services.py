"""Services, the dearest first."""

from costs.report.blocks import Section
from costs.report.sections.ranking import by_change, dearest
from costs.report.subject import Subject


def services(subject: Subject) -> Section:
    """Each with its share, its change and its months."""
    query = "spend/monthly_by_service"
    table = by_change(subject, query, "service_code", "Service", subject.service)
    return Section("services", "Services", dearest(subject, table, "service"), (table,))
