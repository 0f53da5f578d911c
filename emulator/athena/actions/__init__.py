"""Athena's API, one file per group of actions, on top of moto's own response class.

Each class here takes the place of what moto 5.2.5 answers for its actions or adds actions that moto
lacks; a test per group notices when moto has learnt them.
"""

from emulator.athena.actions.catalogs import DataCatalogActions, MetadataActions
from emulator.athena.actions.queries import QueryActions
from emulator.athena.actions.results import ResultActions
from emulator.athena.actions.saved import NamedQueryActions, PreparedStatementActions
from emulator.athena.actions.tags import TagActions
from emulator.athena.actions.workgroups import WorkGroupActions


class AthenaApi(
    QueryActions,
    ResultActions,
    WorkGroupActions,
    NamedQueryActions,
    PreparedStatementActions,
    DataCatalogActions,
    MetadataActions,
    TagActions,
):
    """Everything the emulated Athena endpoint answers."""
