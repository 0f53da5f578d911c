"""A table of sealed months: few columns, one partition a month.

Its partitions are the state machine's (`modules/query/month_sealer.py`): no crawler, no projection, none
in Terraform's state, so a month that is sealed anew is no drift. Each points to the folder of its
newest generation; the table's own location holds them all and is never read.
"""

from cdktf_cdktf_provider_aws.glue_catalog_database import GlueCatalogDatabase
from cdktf_cdktf_provider_aws.glue_catalog_table import (
    GlueCatalogTable,
    GlueCatalogTablePartitionKeys,
)
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from constructs import Construct

from modules.catalog.cost_table import parquet
from modules.sealed import PARTITION_KEY, SealedTable


class SealedMonthsTable(Construct):
    """An external Parquet table with the columns of the view that it is sealed from."""

    table: GlueCatalogTable

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        sealed: SealedTable,
        database: GlueCatalogDatabase,
        bucket: S3Bucket,
    ) -> None:
        super().__init__(scope, id_)
        columns = {column.name: column.hive_type for column in sealed.columns}
        self.table = GlueCatalogTable(
            self,
            "table",
            database_name=database.name,
            name=sealed.name,
            description=sealed.title,
            table_type="EXTERNAL_TABLE",
            parameters={"classification": "parquet", "EXTERNAL": "TRUE"},
            partition_keys=[GlueCatalogTablePartitionKeys(name=PARTITION_KEY, type="string")],
            storage_descriptor=parquet(columns, f"s3://{bucket.bucket}/{sealed.folder}/"),
        )
