"""The consumers stage: who may ask."""

from collections.abc import Iterator, Mapping

from cdktf_cdktf_provider_aws.athena_workgroup import AthenaWorkgroup
from cdktf_cdktf_provider_aws.iam_policy import IamPolicy
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from constructs import Construct

from modules.consumers.cid import CloudIntelligenceDashboards
from modules.consumers.grafana import Grafana
from modules.consumers.named_reader import NamedReader
from modules.consumers.opencost import OpenCost
from modules.consumers.reader import Reader
from modules.datasets import BillingService
from modules.plan import Bucket, Plan
from modules.sealed import Sealing
from modules.watching import Watched, scanned


class Consumers:
    """What is handed to people and tools."""

    reader_policy: IamPolicy
    readers: Mapping[str, NamedReader]
    """By their names in the settings."""
    grafana: Grafana | None
    """None while nobody may read as Grafana."""
    cid: CloudIntelligenceDashboards | None
    """None while its settings are off."""
    opencost: OpenCost | None
    """None while no pods may read."""
    watched: tuple[Watched, ...]

    def __init__(
        self,
        scope: Construct,
        plan: Plan,
        *,
        workgroup: AthenaWorkgroup,
        buckets: Mapping[Bucket, S3Bucket],
        sealed_bucket: S3Bucket | None,
        results_bucket: S3Bucket,
    ) -> None:
        delivered = [(buckets[line.bucket], line.prefix) for line in plan.lines]
        sealing = Sealing.of(plan)
        tables = sealing.tables if sealing else ()
        sealed = [(sealed_bucket, table.name) for table in tables if sealed_bucket]
        self.reader_policy = Reader(
            scope,
            "reader",
            names=plan.names,
            workgroup=workgroup,
            data=[*delivered, *sealed],
            results_bucket=results_bucket,
            results_key=plan.environment.storage.results_kms_key,
        ).policy
        self.readers = {
            name: NamedReader(
                scope,
                f"reader_{name}",
                name=name,
                settings=reader,
                plan=plan,
                results_bucket=results_bucket,
            )
            for name, reader in plan.environment.consumers.readers.items()
        }
        self.grafana = _add_grafana(scope, plan, results_bucket)
        self.opencost = _add_opencost(scope, plan, results_bucket)
        self.cid = self._add_cid(scope, plan, buckets)
        self.watched = tuple(self._watched(plan))

    def _watched(self, plan: Plan) -> Iterator[Watched]:
        names = plan.names
        for name in self.readers:
            yield from scanned(f"reader-{name}", names.reader_workgroup(name))
        if self.grafana:
            yield from scanned("grafana", names.grafana_workgroup)
        if self.opencost:
            yield from scanned("opencost", names.opencost_workgroup)

    def _add_cid(
        self, scope: Construct, plan: Plan, buckets: Mapping[Bucket, S3Bucket]
    ) -> CloudIntelligenceDashboards | None:
        settings = plan.environment.consumers.cid
        if not settings.enabled:
            return None
        bucket = next(
            (bucket for bucket in plan.buckets if bucket.service is BillingService.DATA_EXPORTS),
            None,
        )
        return CloudIntelligenceDashboards(
            scope,
            "cid",
            settings=settings,
            plan=plan,
            reader_policy=self.reader_policy,
            bucket=buckets[bucket] if bucket else None,
        )


def _add_grafana(scope: Construct, plan: Plan, results: S3Bucket) -> Grafana | None:
    settings = plan.environment.consumers.grafana
    if not settings.enabled:
        return None
    return Grafana(scope, "grafana", settings=settings, plan=plan, results_bucket=results)


def _add_opencost(scope: Construct, plan: Plan, results: S3Bucket) -> OpenCost | None:
    settings, line = plan.environment.consumers.opencost, plan.line_items
    if not settings.enabled or line is None:
        return None
    return OpenCost(
        scope, "opencost", settings=settings, plan=plan, line=line, results_bucket=results
    )
