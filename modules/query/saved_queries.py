"""The queries of `queries/<theme>/`, saved in the workgroup, for the console and for tools.

A saved query carries its database, so the SQL names tables without it and runs the same everywhere. A
prepared statement carries none: whoever says `EXECUTE spend_movers USING …` chooses it.
"""

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.athena_named_query import AthenaNamedQuery
from cdktf_cdktf_provider_aws.athena_prepared_statement import AthenaPreparedStatement
from cdktf_cdktf_provider_aws.athena_workgroup import AthenaWorkgroup
from cdktf_cdktf_provider_aws.glue_catalog_database import GlueCatalogDatabase
from constructs import Construct

from modules.naming import Names
from modules.sql import SavedQuery


class SavedQueries(Construct):
    """The saved queries of one theme, or of one table."""

    queries: dict[str, AthenaNamedQuery]
    """By the name of the file."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        queries: Sequence[SavedQuery],
        names: Names,
        workgroup: AthenaWorkgroup,
        database: GlueCatalogDatabase,
    ) -> None:
        super().__init__(scope, id_)
        self.queries = {
            query.name: AthenaNamedQuery(
                self,
                query.name,
                name=names.saved_query(query.theme, query.name),
                description=query.question,
                database=database.name,
                workgroup=workgroup.id,
                query=query.sql,
            )
            for query in queries
        }


class PreparedStatements(Construct):
    """The queries of one theme that take parameters."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        queries: Sequence[SavedQuery],
        names: Names,
        workgroup: AthenaWorkgroup,
    ) -> None:
        super().__init__(scope, id_)
        for query in queries:
            if query.parameters:
                AthenaPreparedStatement(
                    self,
                    query.name,
                    name=names.prepared_statement(query.theme, query.name),
                    description=query.question,
                    workgroup=workgroup.id,
                    query_statement=query.sql,
                )
