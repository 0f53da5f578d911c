"""Hand-made accounts: what people clicked, and what a stack of Cloud Intelligence Dashboards leaves."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from moto.s3.models import s3_backends

from emulator.cloud.cloud import Cloud
from modules.datasets import COST_OPTIMIZATION

ACCOUNT = "123456789012"
REGION = "eu-west-1"
DATA, SHARED = f"cid-{ACCOUNT}-data-exports", f"cid-{ACCOUNT}-shared"
SERVICES = ("bcm-data-exports.amazonaws.com", "billingreports.amazonaws.com")
COLUMNS = (
    "bill_payer_account_id",
    "line_item_usage_start_date",
    "line_item_resource_id",
    "line_item_unblended_cost",
)


def add_bucket(cloud: Cloud, name: str, tags: Mapping[str, str] | None = None) -> None:
    """As the billing console makes one: its policy lets both services in, and has nothing else."""
    s3 = cloud.client("s3")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": cloud.region})
    statement = {
        "Sid": "EnableAWSDataExportsToWriteToS3AndCheckPolicy",
        "Effect": "Allow",
        "Principal": {"Service": list(SERVICES)},
        "Action": ["s3:PutObject", "s3:GetBucketPolicy", "s3:GetBucketAcl"],
        "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"],
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    s3.put_bucket_policy(Bucket=name, Policy=policy)
    if tags:  # CloudFormation's own can't be put through the API
        s3_backends[ACCOUNT]["aws"].put_bucket_tagging(name, dict(tags))


def add_export(cloud: Cloud, name: str, bucket: str, prefix: str, **changes: Any) -> str:
    """CUR 2.0 as the console asks for it when nothing is changed but resource ids; its ARN."""
    columns = changes.pop("columns", COLUMNS)
    flags = {"TIME_GRANULARITY": "HOURLY", "INCLUDE_RESOURCES": "TRUE"} | changes.pop("flags", {})
    place = {"S3Bucket": bucket, "S3Prefix": prefix, "S3Region": cloud.region}
    return _create(cloud, name, place, "COST_AND_USAGE_REPORT", columns, flags, changes)


def add_recommendations(cloud: Cloud, bucket: str, *, members: bool) -> None:
    """The export of an account that is enrolled, with its organization's members or without."""
    cloud.client("cost-optimization-hub", "us-east-1").update_enrollment_status(
        status="Active", includeMemberAccounts=members
    )
    cloud.client("iam").create_service_linked_role(AWSServiceName="bcm-data-exports.amazonaws.com")
    columns = [column.name for column in COST_OPTIMIZATION.columns]
    flags = {"FILTER": "{}", "INCLUDE_ALL_RECOMMENDATIONS": "TRUE"}
    place = {"S3Bucket": bucket, "S3Prefix": f"coh/{ACCOUNT}", "S3Region": cloud.region}
    table = COST_OPTIMIZATION.exports_table
    _create(cloud, "recommendations", place, table, columns, flags, {})


def _create(
    cloud: Cloud,
    name: str,
    place: Mapping[str, str],
    table: str,
    columns: Sequence[str],
    flags: Mapping[str, str],
    changes: Mapping[str, Any],
) -> str:
    output = {
        "OutputType": "CUSTOM",
        "Format": "PARQUET",
        "Compression": "PARQUET",
        "Overwrite": "OVERWRITE_REPORT",
        **changes,
    }
    made = cloud.client("bcm-data-exports", "us-east-1").create_export(
        Export={
            "Name": name,
            "DataQuery": {
                "QueryStatement": f"SELECT {', '.join(columns)} FROM {table}",
                "TableConfigurations": {table: flags},
            },
            "DestinationConfigurations": {
                "S3Destination": {**place, "S3OutputConfigurations": output}
            },
            "RefreshCadence": {"Frequency": "SYNCHRONOUS"},
        }
    )
    return str(made["ExportArn"])


def add_report(cloud: Cloud, name: str, bucket: str, prefix: str, **changes: object) -> None:
    """Legacy CUR as this project and CID's template ask for it."""
    definition = {
        "ReportName": name,
        "TimeUnit": "HOURLY",
        "Format": "Parquet",
        "Compression": "Parquet",
        "AdditionalSchemaElements": ["RESOURCES", "SPLIT_COST_ALLOCATION_DATA"],
        "AdditionalArtifacts": ["ATHENA"],
        "ReportVersioning": "OVERWRITE_REPORT",
        "S3Bucket": bucket,
        "S3Prefix": prefix,
        "S3Region": cloud.region,
    }
    client = cloud.client("cur", "us-east-1")
    client.put_report_definition(ReportDefinition=definition | changes)


def make_cid_stack(cloud: Cloud) -> str:
    """What `data-exports-aggregation.yaml` and `cid-cfn.yml` make; the ARN of the export."""
    add_bucket(cloud, DATA, {"aws:cloudformation:stack-name": "CID-DataExports-Destination"})
    s3, glue, athena = (cloud.client(name) for name in ("s3", "glue", "athena"))
    enabled = {"Status": "Enabled"}
    s3.put_bucket_versioning(Bucket=DATA, VersioningConfiguration=enabled)
    rule = {"ID": "Delete", "Filter": {"Prefix": ""}, **enabled}
    rule |= {"NoncurrentVersionExpiration": {"NoncurrentDays": 1}}
    s3.put_bucket_lifecycle_configuration(Bucket=DATA, LifecycleConfiguration={"Rules": [rule]})
    owner = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    s3.put_bucket_ownership_controls(Bucket=DATA, OwnershipControls=owner)
    arn = add_export(cloud, "cid-cur2", DATA, f"cur2/{ACCOUNT}")
    glue.create_database(DatabaseInput={"Name": "cid_data_export"})
    _add_table(glue, "cur2")
    _add_crawler(cloud, "cid-DataExportCUR2Crawler")
    athena.create_work_group(
        Name="CID",
        Configuration={
            "EnforceWorkGroupConfiguration": True,
            "ResultConfiguration": {"OutputLocation": f"s3://{results_bucket()}/"},
        },
    )
    add_bucket(cloud, results_bucket())
    return arn


def add_saved_query(cloud: Cloud, workgroup: str, name: str) -> None:
    """Whatever it asks."""
    cloud.client("athena").create_named_query(
        Name=name, Database="cid_data_export", QueryString="SELECT 1", WorkGroup=workgroup
    )


def results_bucket() -> str:
    return f"aws-athena-query-results-cid-{ACCOUNT}-{REGION}"


def _add_table(glue: Any, name: str) -> None:
    keys = ("source_account_id", "report_name", "data", "billing_period")
    glue.create_table(
        DatabaseName="cid_data_export",
        TableInput={
            "Name": name,
            "TableType": "EXTERNAL_TABLE",
            "Parameters": {"classification": "parquet", "compressionType": "none"},
            "PartitionKeys": [{"Name": key, "Type": "string"} for key in keys],
            "StorageDescriptor": {
                "Columns": [{"Name": "bill_bill_type", "Type": "string"}],
                "Location": f"s3://{DATA}/{name}/",
                "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
                "SerdeInfo": {
                    "SerializationLibrary": (
                        "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
                    ),
                    "Parameters": {"serialization.format": "1"},
                },
            },
        },
    )


def _add_crawler(cloud: Cloud, name: str) -> None:
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "glue.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = cloud.client("iam").create_role(
        RoleName="cid-CidExecRole", AssumeRolePolicyDocument=policy
    )
    cloud.client("glue").create_crawler(
        Name=name,
        Role=role["Role"]["Arn"],
        DatabaseName="cid_data_export",
        Targets={"S3Targets": [{"Path": f"s3://{DATA}/cur2/"}]},
        Schedule="cron(0 2 * * ? *)",
        SchemaChangePolicy={"UpdateBehavior": "UPDATE_IN_DATABASE", "DeleteBehavior": "LOG"},
        Configuration=json.dumps(
            {
                "Version": 1.0,
                "Grouping": {"TableGroupingPolicy": "CombineCompatibleSchemas"},
                "CrawlerOutput": {"Tables": {"AddOrUpdateBehavior": "MergeNewColumns"}},
            }
        ),
    )
