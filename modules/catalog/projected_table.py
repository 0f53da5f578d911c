"""The declared table of a dataset whose columns come and go: legacy CUR as views read it.

It lies over the same files as the crawler's table. Athena works out its partitions from the properties
(partition projection), so no crawler touches it and a new month is there at once. A file without one of
the columns reads as NULL. Years begin with the first in which AWS delivered Parquet; they end well after
legacy CUR will, since numbers have no NOW and Trino knows no dates by the year. A statement without a
condition on the month looks for some 200 folders that mostly aren't there, which costs a second.
https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
"""

from cdktf_cdktf_provider_aws.glue_catalog_database import GlueCatalogDatabase
from cdktf_cdktf_provider_aws.glue_catalog_table import (
    GlueCatalogTable,
    GlueCatalogTablePartitionKeys,
)
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from constructs import Construct

from modules.catalog.cost_table import parquet
from modules.datasets.legacy_cur import LegacyCurDataset
from modules.plan import Line

FIRST_YEAR, LAST_YEAR = 2018, 2035
KEYS = ("payer", "report", "year", "month")


class ProjectedTable(Construct):
    """An external Parquet table with a partition for each payer, report and month."""

    table: GlueCatalogTable

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        line: Line,
        dataset: LegacyCurDataset,
        database: GlueCatalogDatabase,
        bucket: S3Bucket,
    ) -> None:
        super().__init__(scope, id_)
        root = f"s3://{bucket.bucket}/"
        self.table = GlueCatalogTable(
            self,
            "table",
            database_name=database.name,
            name=dataset.declared_table,
            description=f"{dataset.title} with every column that is known, for views",
            table_type="EXTERNAL_TABLE",
            parameters={
                "classification": "parquet",
                "EXTERNAL": "TRUE",
                **_projection(line),
                "storage.location.template": f"{root}{line.prefix}/{_template(dataset)}",
            },
            partition_keys=[GlueCatalogTablePartitionKeys(name=key, type="string") for key in KEYS],
            # The template decides; a location of its own, lest the crawler take this table for its.
            storage_descriptor=parquet(
                {column.athena_name: column.type for column in dataset.known_columns},
                root + line.deliveries[0].data_prefix,
            ),
        )


def _projection(line: Line) -> dict[str, str]:
    payers = dict.fromkeys(delivery.payer for delivery in line.deliveries)
    reports = dict.fromkeys(delivery.export for delivery in line.deliveries)
    return {
        "projection.enabled": "true",
        "projection.payer.type": "enum",
        "projection.payer.values": ",".join(payers),
        "projection.report.type": "enum",
        "projection.report.values": ",".join(reports),
        "projection.year.type": "integer",
        "projection.year.range": f"{FIRST_YEAR},{LAST_YEAR}",
        "projection.month.type": "integer",
        "projection.month.range": "1,12",
    }


def _template(dataset: LegacyCurDataset) -> str:
    """`$$` because Terraform would interpolate `${`."""
    data = dataset.data_folder("$${report}")
    return f"$${{payer}}/$${{report}}/{data}/year=$${{year}}/month=$${{month}}/"
