"""What starts a crawl: a delivery's manifest, through EventBridge and Step Functions.

An event-mode crawler never starts by itself; its queue is only a work list. AWS writes Manifest.json
when all of a delivery's data files are there, so one rule an export turns it into one execution. The
state machine (`crawl_starter.asl.json`) starts the crawler, waits its turn while the crawler runs, and
fails when the turn doesn't come. A dataset with a fixed schema is crawled only when the month isn't in
the catalog yet: an overwritten object needs no crawl (docs/adr/0007). Where the export is registered
there is no crawler: the state machine adds the partition itself (docs/adr/0013). Where months are
sealed, the sealing of this one follows. No Lambda.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktf_cdktf_provider_aws.cloudwatch_event_target import (
    CloudwatchEventTarget,
    CloudwatchEventTargetDeadLetterConfig,
    CloudwatchEventTargetInputTransformer,
)
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.glue_crawler import GlueCrawler
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.sfn_state_machine import (
    SfnStateMachine,
    SfnStateMachineLoggingConfiguration,
)
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from modules import iam
from modules.datasets import DataExportsDataset
from modules.naming import Names
from modules.plan import Delivery
from modules.role import add_role
from modules.settings.access import AccessSettings
from modules.settings.events import EventsSettings

DEFINITION = Path(__file__).with_name("crawl_starter.asl.json")


class CrawlStarter(Construct):
    """One state machine for all exports; `start_on_manifest` adds an export."""

    state_machine: SfnStateMachine
    log_group: CloudwatchLogGroup

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: EventsSettings,
        access: AccessSettings,
        names: Names,
        crawlers: Sequence[GlueCrawler],
        tables: Sequence[str],
        registered: Sequence[str],
        queues: Sequence[SqsQueue],
        manifests: Sequence[str],
        sealer: SfnStateMachine | None,
        undelivered: SqsQueue,
    ) -> None:
        super().__init__(scope, id_)
        self._names = names
        self._access = access
        self._sealer = sealer
        self._undelivered = undelivered
        self.log_group = self._add_log_group(settings)
        may = iam.crawl_starter_access(
            [crawler.arn for crawler in crawlers],
            names.catalog_arns(tables),
            names.catalog_arns(registered) if registered else (),
            queue_arns=[queue.arn for queue in queues],
            manifest_arns=manifests,
            sealer_arns=[sealer.arn] if sealer else (),
        )
        self.state_machine = self._add_state_machine(may)
        self._events_role = self._add_events_role()

    def _add_log_group(self, settings: EventsSettings) -> CloudwatchLogGroup:
        return CloudwatchLogGroup(
            self,
            "logs",
            name=self._names.crawl_starter_logs,
            retention_in_days=settings.log_retention_days,
            kms_key_id=settings.log_kms_key,
        )

    def _add_state_machine(self, access: iam.Policy) -> SfnStateMachine:
        arn = self._names.arn("states", f"stateMachine:{self._names.crawl_starter}")
        role, policy = add_role(
            self,
            "role",
            name=self._names.starter_role,
            access=self._access,
            trust=iam.trust("states.amazonaws.com", iam.on_behalf_of(self._names.account_id, arn)),
            policy=access,
        )
        return SfnStateMachine(
            self,
            "state_machine",
            name=self._names.crawl_starter,
            role_arn=role.arn,
            definition=_compact(json.loads(DEFINITION.read_text())),
            logging_configuration=SfnStateMachineLoggingConfiguration(
                level="ERROR",
                include_execution_data=True,
                log_destination=f"{self.log_group.arn}:*",
            ),
            depends_on=[policy],
        )

    def _add_events_role(self) -> IamRole:
        rules = self._names.arn("events", f"rule/{self._names.prefix}-*")
        return add_role(
            self,
            "events_role",
            name=self._names.events_role,
            access=self._access,
            trust=iam.trust(
                "events.amazonaws.com", iam.on_behalf_of(self._names.account_id, rules)
            ),
            policy=iam.start_execution(self.state_machine.arn),
        ).role

    def start_on_manifest(
        self,
        delivery: Delivery,
        *,
        bucket: S3Bucket,
        crawler: GlueCrawler | None,
        queue: SqsQueue | None,
        columns: Sequence[str],
        sealed: bool,
    ) -> None:
        """Crawl when a manifest of this export arrives; without a crawler, register its partition.

        `queue` is the crawler's work list, `columns` are those that the export has, if that is known.
        Then, where it is `sealed`, seal its month.
        """
        dataset, payer = delivery.dataset, delivery.payer
        own = payer == self._names.account_id
        name = dataset.name if own else f"{dataset.name}_{payer}"
        rule = CloudwatchEventRule(
            self,
            f"{name}_rule",
            name=self._names.manifest_rule(dataset, payer),
            description=f"A delivery of {dataset.title}{'' if own else f' of {payer}'} is complete",
            event_pattern=_compact(_object_created(bucket, delivery.manifest_pattern)),
        )
        CloudwatchEventTarget(
            self,
            f"{name}_target",
            rule=rule.name,
            arn=self.state_machine.arn,
            role_arn=self._events_role.arn,
            dead_letter_config=CloudwatchEventTargetDeadLetterConfig(arn=self._undelivered.arn),
            input_transformer=CloudwatchEventTargetInputTransformer(
                input_paths={"manifest": "$.detail.object.key"},
                # EventBridge puts the key in place of <manifest>, quotes included.
                input_template=_compact(
                    {
                        **({"crawler": crawler.name} if crawler else {}),
                        **({"queue": queue.url} if queue else {}),
                        **self._execution_input(delivery, columns, sealed),
                    }
                ).replace('"<manifest>"', "<manifest>"),
            ),
        )

    def _execution_input(
        self, delivery: Delivery, columns: Sequence[str], sealed: bool
    ) -> dict[str, object]:
        start: dict[str, object] = {
            "manifest": "<manifest>",
            "bucket": delivery.bucket,
            "pipeline": self._names.prefix,
            "dataset": delivery.dataset.name,
        }
        if columns:
            start["columns"] = " ".join(columns)
        if isinstance(delivery.dataset, DataExportsDataset):
            folders = len(delivery.dataset.period_folders)
            start["known_partition"] = {
                "database": self._names.database,
                "table": delivery.dataset.table,
                "account_id": delivery.payer,
                "export": delivery.export,
                "folders": folders,
                "data": delivery.uri(delivery.data_prefix).rstrip("/"),
                # Besides the folders of the export and the partition: `metadata`, and the file.
                "depth": len(delivery.folder.split("/")) + folders + 2 + int(delivery.versioned),
                **({"versions": True} if delivery.versioned else {}),
            }
        if sealed and self._sealer:
            start["sealer"] = self._sealer.arn
        return start


def _object_created(bucket: S3Bucket, key_pattern: str) -> dict[str, object]:
    return {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {
            "bucket": {"name": [bucket.bucket]},
            "object": {"key": [{"wildcard": key_pattern}]},
        },
    }


def _compact(value: dict[str, object]) -> str:
    return json.dumps(value, separators=(",", ":"))
