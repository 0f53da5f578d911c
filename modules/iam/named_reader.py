"""What one of `consumers.readers` may do, and who may be it."""

from collections.abc import Sequence

from modules.iam.documents import Policy, assumed_by, document
from modules.iam.reader import confined_reader
from modules.plan import Plan
from modules.sealed import SealedTable, Sealing
from modules.settings.readers import ReaderSettings


def reader_results(reader: str) -> str:
    """Its folder of the results bucket."""
    return f"results/readers/{reader}/"


def named_reader_access(plan: Plan, reader: str) -> Policy:
    """All costs, or the tables of its rows alone; in its workgroup; no other's results."""
    return confined_reader(
        plan,
        plan.names.reader_workgroup(reader),
        reader_results(reader),
        tables=_share(plan, reader),
    )


def _share(plan: Plan, reader: str) -> Sequence[SealedTable] | None:
    """The tables of its rows; None: it sees all."""
    settings = plan.environment.consumers.readers.get(reader)
    if settings is None or settings.only.everything:
        return None
    sealing = Sealing.of(plan)
    return sealing.shares[reader] if sealing else ()


def named_reader_trust(settings: ReaderSettings) -> Policy:
    """Its principals, with the external id; there must be some."""
    return document(assumed_by(settings.principals, settings.external_id))
