"""What one of `consumers.readers` may do, and who may be it."""

from modules.iam.documents import Policy, assumed_by, document
from modules.iam.reader import confined_reader
from modules.plan import Plan
from modules.settings.readers import ReaderSettings


def reader_results(reader: str) -> str:
    """Its folder of the results bucket."""
    return f"results/readers/{reader}/"


def named_reader_access(plan: Plan, reader: str) -> Policy:
    """All costs, in its workgroup; no other's results."""
    return confined_reader(plan, plan.names.reader_workgroup(reader), reader_results(reader))


def named_reader_trust(settings: ReaderSettings) -> Policy:
    """Its principals, with the external id; there must be some."""
    return document(assumed_by(settings.principals, settings.external_id))
