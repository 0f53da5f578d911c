"""What an environment's settings lead to: tables, the exports that fill them, where those deliver.

The pipeline deploys a plan, the emulator delivers and reads by one: neither decides a place in S3. A
hub awaits each payer's exports beside its own, a source has its exports deliver to the hub.

    <bucket>/<prefix>/                      a line's table
        <payer>/<export>/                   one delivery's folder
            data/BILLING_PERIOD=2026-01/    a partition; named by the dataset, like the manifest's folder
                <export>-00001.snappy.parquet
            metadata/BILLING_PERIOD=2026-01/<export>-Manifest.json
"""

from dataclasses import dataclass, replace

from modules.datasets import (
    CUR2,
    LEGACY_CUR,
    BillingPeriod,
    BillingService,
    Dataset,
    ExportSettings,
)
from modules.environment import Environment
from modules.naming import Names


@dataclass(frozen=True)
class Bucket:
    """Where one billing service delivers."""

    service: BillingService
    name: str
    payers: tuple[str, ...]  # account ids on whose behalf it does


@dataclass(frozen=True)
class Delivery:
    """One payer's export of a dataset, and where in S3 it arrives. Keys are relative to the bucket."""

    dataset: Dataset
    payer: str  # account id
    bucket: str  # name
    prefix: str  # of the table, without slashes at its ends
    export: str  # name
    versioned: bool = False  # does each delivery have a folder of its own, in the partition's?

    @property
    def destination(self) -> str:
        """The prefix that AWS is told; it appends the export's name."""
        return f"{self.prefix}/{self.payer}"

    @property
    def folder(self) -> str:
        """All that AWS writes for this export lies here."""
        return f"{self.destination}/{self.export}"

    @property
    def data_prefix(self) -> str:
        """The folder (ending in `/`) that holds the month folders."""
        return f"{self.folder}/{self.dataset.data_folder(self.export)}/"

    @property
    def manifest_pattern(self) -> str:
        """EventBridge wildcard that matches the keys of this export's manifests and nothing else."""
        return f"{self.folder}/{self.dataset.manifests}"

    def manifest_key(self, period: BillingPeriod, version: str = "") -> str:
        """The key of the manifest AWS writes last when it delivers a billing period."""
        folder = f"{self.folder}/{self.dataset.manifest_folder(period)}/{_folder(version)}"
        return f"{folder}{self.export}-Manifest.json"

    def month_prefix(self, period: BillingPeriod) -> str:
        """The folder (ending in `/`) of a billing period's data files: a partition."""
        return f"{self.data_prefix}{self.dataset.month_folder(period)}/"

    def data_key(self, period: BillingPeriod, chunk: int, version: str = "") -> str:
        """The key of the `chunk`-th Parquet file (counted from 1) of a billing period."""
        folder = self.month_prefix(period) + _folder(version)
        return f"{folder}{self.export}-{chunk:05d}.snappy.parquet"

    def partition_values(self, period: BillingPeriod) -> tuple[str, ...]:
        """What Glue's crawler makes of the folders: a value for each of the table's partition keys."""
        folders = self.month_prefix(period).removeprefix(f"{self.prefix}/").rstrip("/")
        return tuple(folder.rsplit("=", 1)[-1] for folder in folders.split("/"))

    def uri(self, key: str) -> str:
        """`s3://…` of a key or a prefix."""
        return f"s3://{self.bucket}/{key}"


@dataclass(frozen=True)
class Line:
    """One table's way from exports to queries: its own rules, and queue and crawler if it is crawled."""

    dataset: Dataset
    settings: ExportSettings
    bucket: Bucket
    deliveries: tuple[Delivery, ...]

    @property
    def prefix(self) -> str:
        """The S3 folder of the table."""
        return self.settings.prefix

    def delivery_of(self, payer: str | None) -> Delivery:
        """That payer's, or the first one of a payer that isn't named; StopIteration: not awaited."""
        return next(d for d in self.deliveries if payer in (d.payer, None))

    @property
    def crawled(self) -> bool:
        """Does a crawler add partitions? Else the state machine that the manifest starts does."""
        return self.settings.catalog == "crawler"

    @property
    def location(self) -> str:
        """The table's `s3://…/`."""
        return f"s3://{self.bucket.name}/{self.prefix}/"


@dataclass(frozen=True)
class Plan:
    """All lines of an environment, in the order of DATASETS."""

    environment: Environment
    names: Names
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, environment: Environment) -> "Plan":
        """A line an export that is on; each has one delivery a payer, the own account's first."""
        names = Names(
            environment.name_prefix,
            environment.account_id,
            environment.region,
            environment.access.role_path,
        )
        lines = (_line(environment, names, dataset) for dataset in environment.exports.enabled)
        return cls(environment, names, tuple(line for line in lines if line.deliveries))

    @property
    def crawled(self) -> tuple[Line, ...]:
        """The lines that have a queue and a crawler."""
        return tuple(line for line in self.lines if line.crawled)

    @property
    def buckets(self) -> tuple[Bucket, ...]:
        """Each delivery bucket once."""
        return tuple(dict.fromkeys(line.bucket for line in self.lines))

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """Those of all lines."""
        return tuple(delivery for line in self.lines for delivery in line.deliveries)

    def own_delivery(self, line: Line) -> Delivery | None:
        """That of the environment's own export, if it has one; the others are its payers'."""
        own = self.names.account_id
        return next((delivery for delivery in line.deliveries if delivery.payer == own), None)

    def line_of(self, dataset: Dataset) -> Line | None:
        """None when the export is off."""
        return next((line for line in self.lines if line.dataset is dataset), None)

    @property
    def line_items(self) -> Line | None:
        """The bill's own table: of CUR 2.0, else of the legacy CUR; None without either."""
        return self.line_of(CUR2) or self.line_of(LEGACY_CUR)


def _folder(version: str) -> str:
    return f"{version}/" if version else ""


def _line(environment: Environment, names: Names, dataset: Dataset) -> Line:
    settings: ExportSettings = environment.exports.of(dataset)
    receiver = replace(names, account_id=environment.hub or names.account_id)
    payers = _payers(environment, dataset.service)
    bucket = Bucket(dataset.service, receiver.delivery_bucket(dataset.service), payers)
    export = settings.export_name or names.export(dataset)
    deliveries = (
        Delivery(dataset, payer, bucket.name, settings.prefix, export, settings.keeps_versions)
        for payer in payers
    )
    return Line(dataset, settings, bucket, tuple(deliveries))


def _payers(environment: Environment, service: BillingService) -> tuple[str, ...]:
    if environment.hub and not service.crosses_accounts:
        return ()
    own = () if environment.own_exports is False else (environment.account_id,)
    return (*own, *(environment.payers if service.crosses_accounts else ()))
