"""Physical names, all of them. Changing one replaces the resource: see CONTRIBUTING, State.

The defaults are the names of AWS's Cloud Intelligence Dashboards, so that their tools find the data.
Lengths are safe by construction: a prefix has at most 10 characters (`environment.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from modules.datasets import BillingService, Dataset

BILLING_REGION = "us-east-1"  # the only home of the CUR and Data Exports APIs
PARTITION = "aws"
_DELIVERY_BUCKETS = {
    BillingService.DATA_EXPORTS: "data-exports",
    BillingService.LEGACY_REPORT: "shared",
}


@dataclass(frozen=True)
class Names:
    """The names of one environment's resources, and the ARNs they lead to."""

    prefix: str
    account_id: str
    region: str
    role_path: str = "/"

    def delivery_bucket(self, service: BillingService) -> str:
        return f"{self.prefix}-{self.account_id}-{_DELIVERY_BUCKETS[service]}"

    def export(self, dataset: Dataset) -> str:
        """Unless the settings name it. An account has one export of a name."""
        legacy = dataset.service is BillingService.LEGACY_REPORT
        return self.prefix if legacy else f"{self.prefix}-{dataset.table}"

    @property
    def results_bucket(self) -> str:
        return f"aws-athena-query-results-{self.prefix}-{self.account_id}-{self.region}"

    @property
    def database(self) -> str:
        return f"{self.prefix.replace('-', '_')}_data_export"

    @property
    def workgroup(self) -> str:
        return self.prefix.upper()

    @property
    def sealed_bucket(self) -> str:
        return f"{self.prefix}-{self.account_id}-sealed"

    @property
    def sealing_workgroup(self) -> str:
        return f"{self.workgroup}-SEALING"

    @property
    def grafana_workgroup(self) -> str:
        return f"{self.workgroup}-GRAFANA"

    @property
    def grafana_workspace(self) -> str:
        return f"{self.prefix}-costs"

    def reader_workgroup(self, reader: str) -> str:
        """No other environment's prefix has a dot, so no other's name is this one; `*`: of all."""
        return f"{self.workgroup}-READER.{reader.upper()}"

    def reader_database(self, reader: str) -> str:
        """Of one that sees only some rows, or of all: `*`.

        No other environment's prefix is long enough to make it the name of its database.
        """
        return f"{self.database}_{reader.replace('-', '_')}"

    def own_policy(self, reader: str) -> str:
        """Of one of `consumers.readers`, or of all: `*`."""
        return f"{self.prefix}-reader.{reader}"

    @property
    def opencost_workgroup(self) -> str:
        return f"{self.workgroup}-OPENCOST"

    @property
    def month_sealer(self) -> str:
        return f"{self.prefix}-month-sealer"

    @property
    def month_sealer_logs(self) -> str:
        return f"/aws/vendedlogs/states/{self.month_sealer}"

    @property
    def catch_up_rule(self) -> str:
        return f"{self.prefix}-seal-last-months"

    @property
    def crawl_starter(self) -> str:
        return f"{self.prefix}-crawl-starter"

    @property
    def crawl_starter_logs(self) -> str:
        # Step Functions adds a resource policy for this prefix, and policies per account are few.
        return f"/aws/vendedlogs/states/{self.crawl_starter}"

    @property
    def reader_policy(self) -> str:
        return f"{self.prefix}-cost-reader"

    def dashed(self, dataset: Dataset) -> str:
        return dataset.name.replace("_", "-")

    def queue(self, dataset: Dataset) -> str:
        return f"{self.prefix}-{self.dashed(dataset)}-deliveries"

    def dead_letter_queue(self, dataset: Dataset) -> str:
        return f"{self.queue(dataset)}-dead"

    @property
    def undelivered_events(self) -> str:
        return f"{self.prefix}-undelivered-events"

    @property
    def alarm_topic(self) -> str:
        return f"{self.prefix}-alarms"

    @property
    def alarm_key_alias(self) -> str:
        return f"alias/{self.alarm_topic}"

    def alarm(self, name: str) -> str:
        """`name` may be `*`."""
        return f"{self.prefix}-{name}"

    @property
    def crawl_failed_rule(self) -> str:
        return f"{self.prefix}-crawl-failed"

    @property
    def pipeline_dashboard(self) -> str:
        return f"{self.prefix}-cost-pipeline"

    def budget(self, name: str) -> str:
        """Of one of `monitoring.budgets`, or of all: `*`."""
        return f"{self.prefix}-{name}"

    @property
    def cost_monitor(self) -> str:
        return f"{self.prefix}-services"

    @property
    def anomaly_subscription(self) -> str:
        return f"{self.prefix}-anomalies"

    def manifest_rule(self, dataset: Dataset, payer: str) -> str:
        """`payer` may be `*`: the rules of all but the own account."""
        name = f"{self.prefix}-{self.dashed(dataset)}"
        return f"{name}-delivered" if payer == self.account_id else f"{name}-{payer}-delivered"

    def crawler(self, dataset: Dataset) -> str:
        return f"{self.prefix}-DataExport{dataset.name.replace('_', '').upper()}Crawler"

    def role(self, purpose: str) -> str:
        return f"{self.prefix}-{purpose}-{self.region}"

    def crawler_role(self, dataset: Dataset) -> str:
        return self.role(f"{self.dashed(dataset)}-crawler")

    @property
    def starter_role(self) -> str:
        return self.role("crawl-starter")

    @property
    def events_role(self) -> str:
        return self.role("crawl-events")

    @property
    def sealer_role(self) -> str:
        return self.role("month-sealer")

    @property
    def catch_up_role(self) -> str:
        return self.role("seal-events")

    @property
    def grafana_role(self) -> str:
        return self.role("grafana")

    def reader_role(self, reader: str) -> str:
        """Of one of `consumers.readers`, or of all: `*`."""
        return self.role(f"reader.{reader}")

    @property
    def quicksight_role(self) -> str:
        return self.role("quicksight")

    @property
    def cid_exports(self) -> str:
        return f"{self.prefix}-exports-for-cid"

    @property
    def opencost_role(self) -> str:
        return self.role("opencost")

    def linked_role_arn(self, service: str) -> str:
        """The roles that AWS makes for a service."""
        return f"arn:{PARTITION}:iam::{self.account_id}:role/aws-service-role/{service}/*"

    def role_arn(self, role: str) -> str:
        """The ARN of a role of this environment by its name."""
        return f"arn:{PARTITION}:iam::{self.account_id}:role{self.role_path}{role}"

    def policy_arn(self, policy: str) -> str:
        """The ARN of a managed policy of this account by its name."""
        return f"arn:{PARTITION}:iam::{self.account_id}:policy/{policy}"

    def saved_query(self, theme: str, query: str) -> str:
        return f"{theme}/{query}"

    def prepared_statement(self, theme: str, query: str) -> str:
        return f"{theme}_{query}"  # letters, digits and `_`, at most 256

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a regional resource of this account."""
        return f"arn:{PARTITION}:{service}:{self.region}:{self.account_id}:{resource}"

    def billing_arn(self, service: str, resource: str) -> str:
        """The ARN of a resource that lives in the billing region."""
        return f"arn:{PARTITION}:{service}:{BILLING_REGION}:{self.account_id}:{resource}"

    def global_arn(self, service: str, resource: str) -> str:
        """The ARN of a resource that belongs to no region."""
        return f"arn:{PARTITION}:{service}::{self.account_id}:{resource}"

    def catalog_arns(self, tables: Sequence[str], database: str | None = None) -> list[str]:
        """What Glue checks for access to tables: the catalog, the database and each table."""
        database = database or self.database
        return [
            self.arn("glue", "catalog"),
            self.arn("glue", f"database/{database}"),
            *(self.arn("glue", f"table/{database}/{table}") for table in tables),
        ]

    def bucket_arn(self, bucket: str) -> str:
        return f"arn:{PARTITION}:s3:::{bucket}"

    @property
    def billing_view_arn(self) -> str:
        return f"arn:{PARTITION}:billing::{self.account_id}:billingview/primary"
