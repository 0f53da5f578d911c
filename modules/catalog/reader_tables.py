"""What a reader of some rows sees: a database with the sealed tables, of its rows alone.

A view would hide nothing: Athena reads its tables with the rights of who asks. docs/adr/0018
"""

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.glue_catalog_database import GlueCatalogDatabase
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from constructs import Construct

from modules.catalog.sealed_table import SealedMonthsTable
from modules.sealed import SealedTable


class ReaderTables(Construct):
    """One of `consumers.readers`; the tables have the names of those of all rows."""

    database: GlueCatalogDatabase

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        reader: str,
        database: str,
        tables: Sequence[SealedTable],
        bucket: S3Bucket,
    ) -> None:
        super().__init__(scope, id_)
        self.database = GlueCatalogDatabase(
            self, "database", name=database, description=f"AWS costs that {reader} sees"
        )
        for table in tables:
            SealedMonthsTable(
                self, f"{table.name}_table", sealed=table, database=self.database, bucket=bucket
            )
