"""The sections in the order of the page."""

from costs.report.blocks import Section
from costs.report.sections.accounts import accounts
from costs.report.sections.anomalies import anomalies
from costs.report.sections.commitments import commitments
from costs.report.sections.data_transfer import data_transfer
from costs.report.sections.freshness import freshness
from costs.report.sections.invoice import invoice
from costs.report.sections.kubernetes import kubernetes
from costs.report.sections.recommendations import recommendations
from costs.report.sections.regions import regions
from costs.report.sections.services import services
from costs.report.sections.summary import summary
from costs.report.sections.tags import tags
from costs.report.sections.trend import trend
from costs.report.sections.waste import waste
from costs.report.subject import Subject

SECTIONS = (
    summary,
    trend,
    services,
    accounts,
    regions,
    tags,
    commitments,
    kubernetes,
    data_transfer,
    waste,
    anomalies,
    recommendations,
    invoice,
    freshness,
)


def sections_of(subject: Subject) -> list[Section]:
    """Each of them, whether it has figures or says why it has none."""
    return [section(subject) for section in SECTIONS]
