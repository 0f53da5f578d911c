"""The story in seven steps, each named after the stage of the pipeline that it shows.

Everything is what would happen in AWS: the JSON of `main.py`, applied by Terraform; objects delivered in
AWS's layout; their events in the deployed queue; the deployed rule and state machine; a crawl with the
deployed role; the deployed workgroup and saved queries.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from athena.client import QueryFailed
from athena.errors import ExpectedFailure
from costs.laptop.deployed_queries import Saved, run_saved, saved_queries
from costs.laptop.sealed_months import PATIENCE, seal_every_month, sealed_months
from costs.printing.service_table import service_table
from costs.reconciliation.checks import reconcile
from costs.reconciliation.deployed import DeployedBooks
from costs.reconciliation.findings import Reconciliation
from emulator.aws.cloudwatch_alarms import evaluate
from emulator.bills.billed_month import BilledMonth
from emulator.bills.intake.outcome import Intake
from emulator.bills.sources import bills
from emulator.cloud.cloud import Caller
from emulator.cloud.laptop import Laptop
from emulator.cloud.terraform import Terraform
from emulator.delivery.admission import deliver_if_admitted
from emulator.environment import PROJECT
from emulator.glue.crawl import crawl_history
from emulator.glue.report import CrawlReport
from modules.datasets import DATASETS
from modules.plan import Delivery, Line
from modules.sealed import TABLES


@dataclass
class Story:
    """What happened, for who tells or checks it."""

    laptop: Laptop
    console: Console
    terraform: Terraform = field(init=False)
    outputs: dict[str, str] = field(default_factory=dict)
    months: list[BilledMonth] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    reconciliation: Reconciliation | None = None

    def tell(self, data: Path | None) -> None:
        """All seven steps. Raises DataFolderError, TerraformError, QueryFailed."""
        with ThreadPoolExecutor(1) as readers:
            emulated, scratch = self.laptop.emulated, self.laptop.scratch
            reading = readers.submit(bills, data, scratch, emulated=emulated)
            if data is not None:
                reading.result()  # a bad folder is told before the minute that Terraform takes
            self._export()
            intake = reading.result()
        self._storage(intake)
        self._events()
        self._catalog()
        self._query()
        self._monitoring()
        self._consumers()

    def _step(self, number: int, stage: str, what: str) -> None:
        self.console.print(f"\n[bold]{number}. {stage}[/bold]  {what}")

    def _export(self) -> None:
        self._step(1, "export", "synthesize the stack, apply it with Terraform to the emulated AWS")
        terraform = self.terraform = Terraform(
            synthesize(self.laptop),
            self.laptop.scratch / "stack",
            self.laptop.cloud.environment(Caller.DEPLOYER),
        )
        terraform.init()
        with _bar(self.console) as bar:
            task = bar.add_task("   applying", total=None)
            changed = terraform.apply(
                lambda done, total: bar.update(task, completed=done, total=total or None)
            )
        self.outputs = terraform.outputs()
        for delivery in self.laptop.emulated.plan.deliveries:
            self.console.print(
                f"   {delivery.dataset.title}: {delivery.export} → s3://{delivery.bucket}"
            )
        self.console.print(f"   {changed} resources")

    def _storage(self, intake: Intake) -> None:
        self._step(
            2, "storage", "deliver the bill as AWS does: data files first, the manifest last"
        )
        for problem in intake.problems:
            self.console.print(f"   [yellow]{problem}[/yellow]")
        for dataset, months in groupby(intake.months, key=lambda month: month.dataset):
            line = self.laptop.emulated.plan.line_of(dataset)
            if line is None:
                told = f"{dataset.title} left out: exports.{dataset.name} is off"
                self.console.print(f"   [yellow]{told}[/yellow]")
                continue
            for month in months:
                self.deliver(line.delivery_of(month.payer), month)

    def deliver(self, delivery: Delivery, month: BilledMonth) -> None:
        """One delivery, and wait for what it sets off."""
        cloud = self.laptop.cloud
        delivered = deliver_if_admitted(cloud, delivery, month)
        count = len(delivered.data_keys)
        files = "1 file" if count == 1 else f"{count} files"
        self.console.print(f"   {month}: {files}, then {Path(delivered.manifest_key).name}")
        # In AWS a crawl ends long before the next delivery.
        cloud.wait_until_idle(PATIENCE)
        self.months.append(month)

    def _events(self) -> None:
        self._step(3, "events", "each manifest started the state machine; queues hold what is left")
        states = self.laptop.cloud.client("stepfunctions")
        executions = states.list_executions(stateMachineArn=self.outputs["crawl_starter_arn"])
        ended = [execution["status"] for execution in executions["executions"]]
        for status in sorted(set(ended)):
            self.console.print(f"   {ended.count(status)} executions {status}")
        self.retry_poison()
        for line in self.laptop.emulated.plan.crawled:
            waiting = self.waiting(f"{line.dataset.name}_queue_url")
            dead = self.waiting(f"{line.dataset.name}_dead_letter_queue_url")
            self.console.print(f"   {line.dataset.title}: {waiting} waiting, {dead} dead letters")

    def retry_poison(self) -> None:
        """Crawl on until what can't be read is in the dead-letter queue, as days of crawls would."""
        for line in self.laptop.emulated.plan.crawled:
            name = self.outputs[f"{line.dataset.name}_crawler"]
            while self.waiting(f"{line.dataset.name}_queue_url"):
                self.laptop.cloud.client("glue").start_crawler(Name=name)
                self.laptop.cloud.wait_until_idle()

    def waiting(self, output: str) -> int:
        """Messages in the queue whose URL is this output."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.laptop.cloud.client("sqs").get_queue_attributes(
            QueueUrl=self.outputs[output], AttributeNames=names
        )
        return sum(int(number) for number in found["Attributes"].values())

    def _catalog(self) -> None:
        self._step(4, "catalog", "partitions were added, by crawlers that read their queues")
        names = self.laptop.emulated.names
        for line in self.laptop.emulated.plan.lines:
            if not line.crawled:
                self._tell_registered(line)
                continue
            crawls = crawl_history(
                names.account_id, names.region, self.outputs[f"{line.dataset.name}_crawler"]
            )
            self._tell_crawls(line, crawls)

    def _tell_crawls(self, line: Line, crawls: Sequence[CrawlReport]) -> None:
        added = sum(len(crawl.partitions_added) for crawl in crawls)
        columns = sum(len(crawl.columns_added) for crawl in crawls)
        self.console.print(
            f"   {line.dataset.table}: {len(crawls)} crawls, {added} partitions, "
            f"{columns} columns found"
        )
        for failed in {crawl.error for crawl in crawls if crawl.error}:
            self.console.print(f"   [red]{failed}[/red]")
        for uri, reason in sorted(
            {found for crawl in crawls for found in crawl.objects_unreadable}
        ):
            self.console.print(f"   [red]unreadable: {uri}[/red]\n     {reason}")
            self.dead.append(uri)

    def _tell_registered(self, line: Line) -> None:
        pages = self.laptop.cloud.client("glue").get_paginator("get_partitions")
        asked = {
            "DatabaseName": self.laptop.emulated.names.database,
            "TableName": line.dataset.table,
        }
        added = sum(len(page["Partitions"]) for page in pages.paginate(**asked))
        self.console.print(f"   {line.dataset.table}: {added} partitions, by the state machine")

    def _query(self) -> None:
        self._step(5, "query", "the saved queries, read back from Athena and run there")
        self._tell_sealed()
        tables = {month.dataset.table for month in self.good_months()}
        for query in saved_queries(self.laptop):
            if query.table in tables:
                self._tell_query(query)

    def _tell_sealed(self) -> None:
        machine = self.outputs.get("month_sealer_arn")
        if machine is None:
            return
        ended = seal_every_month(self.laptop, machine)
        failed = len(ended) - ended.count("SUCCEEDED")
        months = sealed_months(self.laptop, TABLES[0])
        told = f", [red]{failed} executions failed[/red]" if failed else ""
        self.console.print(
            f"   sealed, after each delivery and by one command: {len(months)} months{told}"
        )

    def _tell_query(self, query: Saved) -> None:
        try:
            found = run_saved(self.laptop, query, self.good_months())
        except QueryFailed as failed:
            # A legacy bill without reservations, say, has none of their columns.
            self.console.print(f"   [yellow]{query.name}: {failed}[/yellow]")
            return
        scanned = found.scanned_bytes / 1e6
        self.console.print(f"   {query.name}: {len(found.rows):,} rows, {scanned:.2f} MB scanned")

    def _monitoring(self) -> None:
        self._step(6, "monitoring", "every alarm evaluated, by what the account has told of itself")
        names, cloud = self.laptop.emulated.names, self.laptop.cloud
        evaluate(names.account_id, names.region)
        found = cloud.client("cloudwatch").describe_alarms()
        alarms = [*found["CompositeAlarms"], *found["MetricAlarms"]]
        red = [alarm for alarm in alarms if alarm["StateValue"] == "ALARM"]
        self.console.print(f"   {len(red)} of {len(alarms)} alarms are red")
        for alarm in red:
            self.console.print(f"   {alarm['AlarmName']}: {alarm['AlarmDescription']}")

    def _consumers(self) -> None:
        self._step(7, "consumers", "what people see")
        months = self.good_months()
        for dataset in DATASETS:
            name = f"{dataset.table}/monthly_cost_by_service"
            for query in saved_queries(self.laptop):
                if query.name == name and any(m.dataset is dataset for m in months):
                    found = run_saved(self.laptop, query, months)
                    title = f"{dataset.title}: monthly cost by service, as invoiced"
                    self.console.print(service_table(title, found.rows))
        self.reconciliation = self.reconcile()
        if self.dead:
            self.console.print(
                f"\n[red]left out, in the dead-letter queue: {', '.join(self.dead)}[/red]"
            )
        self.console.print(f"\n[bold]{self.reconciliation}[/bold]", soft_wrap=True)

    def reconcile(self) -> Reconciliation:
        """What `costs reconcile --athena` says of this account, with the files added up."""
        cloud, plan = self.laptop.cloud, self.laptop.emulated.plan
        return reconcile(DeployedBooks(plan, cloud.client), add_up_files=True)

    def good_months(self) -> list[BilledMonth]:
        """Those that the catalog should know."""
        return [month for month in self.months if not month.unreadable]


def synthesize(laptop: Laptop) -> Path:
    """Run main.py as a user would; the JSON of the emulated environment."""
    folder = laptop.scratch / "cdktf.out"
    done = subprocess.run(
        [sys.executable, str(PROJECT / "main.py")],
        env=os.environ | {"CDKTF_OUTDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ExpectedFailure(f"main.py failed\n{done.stdout}{done.stderr}")
    return folder / "stacks" / laptop.emulated.name / "cdk.tf.json"


def _bar(console: Console) -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console, transient=True)
