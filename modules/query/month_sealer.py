"""What seals months: a state machine, no Lambda.

Athena can't replace a partition's files, so each generation of a month is unloaded into a folder of its
own and shown by one call to Glue, which is the moment at which readers see it: the whole old month or
the whole new one. The definition (`month_sealer.asl.json`) says how; names and deliveries are put into
its first state here, and what it says of one file is said of each that it lists. A month that could
not be sealed is a failed execution, and stays as it was. One that was is held against what it was made
of, and what is missing becomes a metric.
Not here: compaction; what Athena writes is far below the 10 MB that a query costs at least.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cdktf_cdktf_provider_aws.athena_workgroup import AthenaWorkgroup
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.sfn_state_machine import (
    SfnStateMachine,
    SfnStateMachineLoggingConfiguration,
)
from constructs import Construct

from modules import iam
from modules.datasets import DataExportsDataset
from modules.naming import Names
from modules.plan import Delivery
from modules.role import add_role
from modules.sealed import Sealing
from modules.settings.access import AccessSettings
from modules.settings.events import EventsSettings

DEFINITION = Path(__file__).with_name("month_sealer.asl.json")
ENVIRONMENT = "Know the environment"


class MonthSealer(Construct):
    """One state machine for all months and sealed tables; `delivered` are buckets and folders."""

    state_machine: SfnStateMachine
    log_group: CloudwatchLogGroup

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        sealing: Sealing,
        names: Names,
        access: AccessSettings,
        logs: EventsSettings,
        workgroup: AthenaWorkgroup,
        bucket: S3Bucket,
        delivered: Sequence[tuple[S3Bucket, str]],
        results_bucket: S3Bucket,
        results_key: str | None,
    ) -> None:
        super().__init__(scope, id_)
        self._names = names
        self.log_group = self._add_log_group(logs)
        policy = iam.month_sealer_access(
            names,
            workgroup_arn=workgroup.arn,
            sealing=sealing,
            deliveries=[(found.arn, folder) for found, folder in delivered],
            sealed_bucket_arn=bucket.arn,
            results_bucket_arn=results_bucket.arn,
            results_key_arn=results_key,
        )
        self.state_machine = self._add_state_machine(
            _definition(sealing, names, workgroup, bucket), policy, access
        )

    def _add_log_group(self, settings: EventsSettings) -> CloudwatchLogGroup:
        return CloudwatchLogGroup(
            self,
            "logs",
            name=self._names.month_sealer_logs,
            retention_in_days=settings.log_retention_days,
            kms_key_id=settings.log_kms_key,
        )

    def _add_state_machine(
        self, definition: str, access: iam.Policy, settings: AccessSettings
    ) -> SfnStateMachine:
        arn = self._names.arn("states", f"stateMachine:{self._names.month_sealer}")
        role, policy = add_role(
            self,
            "role",
            name=self._names.sealer_role,
            access=settings,
            trust=iam.trust("states.amazonaws.com", iam.on_behalf_of(self._names.account_id, arn)),
            policy=access,
        )
        return SfnStateMachine(
            self,
            "state_machine",
            name=self._names.month_sealer,
            role_arn=role.arn,
            definition=definition,
            logging_configuration=SfnStateMachineLoggingConfiguration(
                level="ERROR",
                include_execution_data=True,
                log_destination=f"{self.log_group.arn}:*",
            ),
            depends_on=[policy],
        )


def _definition(
    sealing: Sealing, names: Names, workgroup: AthenaWorkgroup, bucket: S3Bucket
) -> str:
    definition = json.loads(DEFINITION.read_text())
    definition["States"][ENVIRONMENT]["Result"] |= {
        "database": names.database,
        "workgroup": workgroup.name,
        "bucket": bucket.bucket,
        "pipeline": names.prefix,
        "sealed": [_counted("MonthSealed", names, table.name) for table in sealing.tables],
        "superseded": [_counted("MonthSuperseded", names, table.name) for table in sealing.tables],
        "tables": [
            {
                "table": table.name,
                "database": table.database,
                "folder": table.folder,
                "source": table.reads,
                "columns": ", ".join(column.name for column in table.columns),
            }
            for table in sealing.written
        ],
        "compared": [table.name for table in sealing.tables],
        "deliveries": [_delivery(delivery) for delivery in sealing.deliveries],
    }
    _ask_of_every_file(definition["States"]["Take fingerprints"]["ItemProcessor"]["States"])
    return json.dumps(definition, separators=(",", ":"))


def _ask_of_every_file(states: dict[str, Any]) -> None:
    """One state for all of them, however many there are."""
    (newer,) = states["Is a delivery under way?"]["Choices"]
    (of_the_first,) = newer["Or"]
    said = json.dumps(of_the_first)
    files = range(states["List the data"]["Parameters"]["MaxKeys"])
    newer["Or"] = [json.loads(said.replace("[0]", f"[{number}]")) for number in files]


def _counted(metric: str, names: Names, table: str) -> dict[str, object]:
    """A month of a table, as PutMetricData takes it."""
    dimensions = {"Pipeline": names.prefix, "Table": table}
    return {
        "MetricName": metric,
        "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions.items()],
        "Value": 1,
        "Unit": "Count",
    }


def _delivery(delivery: Delivery) -> dict[str, str]:
    """`table` only where a crawler finds months."""
    told = {
        "bucket": delivery.bucket,
        "dataset": delivery.dataset.name,
        "payer": delivery.payer,
        "export": delivery.export,
        "folder": delivery.folder,
        "data": delivery.data_prefix,
    }
    if isinstance(delivery.dataset, DataExportsDataset):
        told["table"] = delivery.dataset.table
    return told
