"""The Glue database that holds every cost table."""

from cdktf_cdktf_provider_aws.glue_catalog_database import GlueCatalogDatabase
from constructs import Construct

from modules.naming import Names


class CostDatabase(Construct):
    """One database for all exports; Athena's queries name tables without it."""

    database: GlueCatalogDatabase

    def __init__(self, scope: Construct, id_: str, names: Names) -> None:
        super().__init__(scope, id_)
        self.database = GlueCatalogDatabase(
            self,
            "database",
            name=names.database,
            description="AWS cost and usage, as AWS delivers it",
        )
