"""The declared table of a dataset with a fixed schema.

Declared before the first crawl, so that types and partition keys are ours and not the crawler's guess.
It has every column the dataset can have: one that isn't exported reads as NULL and no query breaks.
The crawler adds partitions and merges columns that AWS invents; what it rewrites on the table is
ignored here, so Terraform doesn't fight it, also when the export has been registered since. What stays
of a crawl then does no harm. `compressionType` must be `none` from the start, or a crawler makes a
second table.
"""

from collections.abc import Mapping

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.glue_catalog_database import GlueCatalogDatabase
from cdktf_cdktf_provider_aws.glue_catalog_table import (
    GlueCatalogTable,
    GlueCatalogTablePartitionKeys,
    GlueCatalogTableStorageDescriptor,
    GlueCatalogTableStorageDescriptorColumns,
    GlueCatalogTableStorageDescriptorSerDeInfo,
)
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from constructs import Construct

from modules.plan import Line

PARQUET_SERDE = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
PARQUET_INPUT = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"
PARQUET_OUTPUT = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"
CRAWLER_OWNS = [
    "owner",
    "storage_descriptor[0].columns",
    "storage_descriptor[0].number_of_buckets",
    "storage_descriptor[0].parameters",
    "storage_descriptor[0].ser_de_info[0].name",
    *(
        f'parameters["{name}"]'
        for name in (
            "averageRecordSize",
            "CrawlerSchemaDeserializerVersion",
            "CrawlerSchemaSerializerVersion",
            "CRAWL_RUN_ID",
            "exclusions",
            "objectCount",
            "partition_filtering.enabled",
            "recordCount",
            "sizeKey",
            "typeOfData",
            "UPDATED_BY_CRAWLER",
        )
    ),
]


class CostTable(Construct):
    """An external Parquet table over one export's prefix."""

    table: GlueCatalogTable

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        line: Line,
        database: GlueCatalogDatabase,
        bucket: S3Bucket,
        crawler_name: str | None,
    ) -> None:
        super().__init__(scope, id_)
        dataset = line.dataset
        self.table = GlueCatalogTable(
            self,
            "table",
            database_name=database.name,
            name=dataset.table,
            description=f"{dataset.title}, one row a {line.dataset.grain}",
            table_type="EXTERNAL_TABLE",
            parameters={
                "classification": "parquet",
                "compressionType": "none",
                "EXTERNAL": "TRUE",
                # CID's tool adds columns only to tables that name their crawler.
                **({"UPDATED_BY_CRAWLER": crawler_name} if crawler_name else {}),
            },
            partition_keys=[
                GlueCatalogTablePartitionKeys(name=key, type="string")
                for key in dataset.partition_keys
            ],
            storage_descriptor=parquet(
                {column.athena_name: column.type for column in dataset.columns},
                f"s3://{bucket.bucket}/{line.prefix}/",
            ),
            lifecycle=TerraformResourceLifecycle(ignore_changes=CRAWLER_OWNS),
        )


def parquet(columns: Mapping[str, str], location: str) -> GlueCatalogTableStorageDescriptor:
    """Storage of a table; `columns` are Hive types by name, `location` is its `s3://…/`."""
    return GlueCatalogTableStorageDescriptor(
        location=location,
        input_format=PARQUET_INPUT,
        output_format=PARQUET_OUTPUT,
        ser_de_info=GlueCatalogTableStorageDescriptorSerDeInfo(
            serialization_library=PARQUET_SERDE, parameters={"serialization.format": "1"}
        ),
        columns=[
            GlueCatalogTableStorageDescriptorColumns(name=name, type=type_)
            for name, type_ in columns.items()
        ],
    )
