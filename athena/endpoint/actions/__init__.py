"""Athena's API, one file per group of actions, on top of moto's own response class.

Each class here takes the place of what moto 5.2.5 answers for its actions or adds actions that moto
lacks; a test per group notices when moto has learnt them.
"""

from athena.endpoint.actions.catalogs import DataCatalogActions, MetadataActions
from athena.endpoint.actions.queries import QueryActions
from athena.endpoint.actions.results import ResultActions
from athena.endpoint.actions.saved import NamedQueryActions, PreparedStatementActions
from athena.endpoint.actions.tags import TagActions
from athena.endpoint.actions.workgroups import WorkGroupActions


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
