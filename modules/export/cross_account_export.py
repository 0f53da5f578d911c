"""One export of a payer that delivers into a bucket of the hub's account.

AWS asks for the bucket's owner then, and `aws_bcmdataexports_export` has no argument for it
(terraform-provider-aws#47613, #49892); Cloud Control has the same export with `S3BucketOwner`. Without
it, or while the hub's bucket policy doesn't admit this account, AWS says "S3 bucket permission
validation failed". The provider never compares what AWS has with `desired_state`: a key that AWS adds
plans nothing, but neither does an update that AWS has refused, so conditions look at `properties`. A
new name plans a replacement, which prevent_destroy stops. Absent: import, which this resource hasn't,
so an export that exists is not taken over.
https://docs.aws.amazon.com/cur/latest/userguide/dataexports-s3-bucket.html
"""

import json
from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.cloudcontrolapi_resource import CloudcontrolapiResource
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct

from modules.datasets.data_exports import DataExportsDataset, DataExportsSettings
from modules.export.data_export import query_statement, table_configurations, unchanged
from modules.naming import Names
from modules.plan import Delivery

TYPE = "AWS::BCMDataExports::Export"
CONFIGURATIONS = "jsondecode(self.properties).Export.DataQuery.TableConfigurations"


class CrossAccountExport(Construct):
    """An export that delivers Parquet below `<prefix>/<this account>/<export name>/` of the hub."""

    export: CloudcontrolapiResource

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        dataset: DataExportsDataset,
        settings: DataExportsSettings,
        delivery: Delivery,
        names: Names,
        bucket_owner: str,
        tags: Mapping[str, str],
        depends_on: Sequence[ITerraformDependable],
        billing: AwsProvider,
        prevent_destroy: bool,
    ) -> None:
        super().__init__(scope, id_)
        configurations = table_configurations(dataset, settings, names)
        query: dict[str, object] = {"QueryStatement": query_statement(dataset, settings)}
        if any(configurations.values()):
            query["TableConfigurations"] = configurations
        export = {
            "Name": delivery.export,
            "Description": f"{dataset.title} for cost analytics",
            "DataQuery": query,
            "DestinationConfigurations": {
                "S3Destination": _destination(delivery, settings, names, bucket_owner)
            },
            "RefreshCadence": {"Frequency": "SYNCHRONOUS"},
        }
        state = {"Export": export, "Tags": [{"Key": k, "Value": v} for k, v in tags.items()]}
        self.export = CloudcontrolapiResource(
            self,
            "export",
            type_name=TYPE,
            desired_state=json.dumps(state, separators=(",", ":")),
            provider=billing,
            depends_on=depends_on,
            lifecycle=TerraformResourceLifecycle(
                prevent_destroy=prevent_destroy,
                postcondition=unchanged(dataset, settings, CONFIGURATIONS),
            ),
        )


def _destination(
    delivery: Delivery, settings: DataExportsSettings, names: Names, bucket_owner: str
) -> dict[str, object]:
    return {
        "S3Bucket": delivery.bucket,
        "S3BucketOwner": bucket_owner,
        "S3Prefix": delivery.destination,
        "S3Region": names.region,
        "S3OutputConfigurations": {
            "OutputType": "CUSTOM",
            "Format": "PARQUET",
            "Compression": "PARQUET",
            "Overwrite": settings.overwrite_rule,
        },
    }
