"""The query stage: the cost language, the workgroup, the questions saved in it, and what seals months.

A theme's question is there when the tables and views that it reads are.
"""

from collections.abc import Iterator, Mapping, Sequence

from cdktf_cdktf_provider_aws.athena_workgroup import AthenaWorkgroup
from cdktf_cdktf_provider_aws.glue_catalog_database import GlueCatalogDatabase
from cdktf_cdktf_provider_aws.glue_catalog_table import GlueCatalogTable
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.sfn_state_machine import SfnStateMachine
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from modules.library import library
from modules.naming import Names
from modules.plan import Bucket, Plan
from modules.query.catch_up import CatchUp
from modules.query.cost_views import CostViews
from modules.query.month_sealer import MonthSealer
from modules.query.saved_queries import PreparedStatements, SavedQueries
from modules.sealed import SOURCE, TABLES, Sealing
from modules.sql import SavedQuery
from modules.themes import THEMES
from modules.views import views_over
from modules.watching import (
    Watched,
    executions,
    invocations,
    not_sealed,
    scanned,
    totals_differ,
)
from modules.workgroup import Workgroup

SILENT_HOURS = 36  # as long as an export's


class Query:
    """Where people and tools ask."""

    workgroup: AthenaWorkgroup
    month_sealer: SfnStateMachine | None
    """None when nothing is sealed."""
    watched: tuple[Watched, ...]

    def __init__(
        self,
        scope: Construct,
        plan: Plan,
        *,
        database: GlueCatalogDatabase,
        tables: Mapping[str, GlueCatalogTable],
        buckets: Mapping[Bucket, S3Bucket],
        results_bucket: S3Bucket,
        sealing: Sealing | None,
        sealed_bucket: S3Bucket | None,
        undelivered: SqsQueue,
    ) -> None:
        self.workgroup = Workgroup(
            scope,
            "workgroup",
            name=plan.names.workgroup,
            description="AWS cost queries",
            scan_limit_bytes=plan.environment.query.scan_limit_bytes,
            plan=plan,
            results_bucket=results_bucket,
        ).workgroup
        settings = plan.environment.query
        found = views_over(tables, settings.tags, settings.listed_accounts)
        sources = [view for view in found if view.name in map(SOURCE.format, TABLES)]
        shown = CostViews(
            scope,
            "views",
            views=[view for view in found if view not in sources],
            tables=tables,
            database=database,
            database_name=plan.names.database,
        ).views
        CostViews(
            scope,
            "sealed_sources",
            views=sources,
            tables=shown,
            database=database,
            database_name=plan.names.database,
        )
        for theme, queries in library(plan, found, sealing).items():
            self._save_theme(scope, plan, database, theme, queries)

        self.watched = tuple(_watched(plan.names, sealing))
        self.month_sealer = None
        if sealing and sealed_bucket:
            self.month_sealer = self._seal_months(
                scope, plan, sealing, sealed_bucket, buckets, results_bucket, undelivered
            )

    def _seal_months(
        self,
        scope: Construct,
        plan: Plan,
        sealing: Sealing,
        sealed_bucket: S3Bucket,
        buckets: Mapping[Bucket, S3Bucket],
        results_bucket: S3Bucket,
        undelivered: SqsQueue,
    ) -> SfnStateMachine:
        """The workgroup that does it has a limit of its own: a reader's shall not stop it."""
        environment, names = plan.environment, plan.names
        results_key = environment.storage.results_kms_key
        workgroup = Workgroup(
            scope,
            "sealing_workgroup",
            name=names.sealing_workgroup,
            description="Seals months of AWS costs",
            scan_limit_bytes=environment.query.sealed.scan_limit_bytes,
            plan=plan,
            results_bucket=results_bucket,
        ).workgroup
        lines = {d: line for line in plan.lines for d in line.deliveries}
        sealer = MonthSealer(
            scope,
            "month_sealer",
            sealing=sealing,
            names=names,
            access=environment.access,
            logs=environment.events,
            workgroup=workgroup,
            bucket=sealed_bucket,
            delivered=[(buckets[lines[d].bucket], d.folder) for d in sealing.deliveries],
            results_bucket=results_bucket,
            results_key=results_key,
        )
        CatchUp(
            scope,
            "catch_up",
            schedule=environment.query.sealed.catch_up_schedule,
            names=names,
            access=environment.access,
            state_machine=sealer.state_machine,
            undelivered=undelivered,
        )
        return sealer.state_machine

    def _save_theme(
        self,
        scope: Construct,
        plan: Plan,
        database: GlueCatalogDatabase,
        theme: str,
        queries: Sequence[SavedQuery],
    ) -> None:
        SavedQueries(
            scope,
            f"{theme}_queries",
            queries=queries,
            names=plan.names,
            workgroup=self.workgroup,
            database=database,
        )
        if theme in THEMES and plan.environment.query.library.prepared_statements:
            PreparedStatements(
                scope,
                f"{theme}_statements",
                queries=queries,
                names=plan.names,
                workgroup=self.workgroup,
            )


def _watched(names: Names, sealing: Sealing | None) -> Iterator[Watched]:
    yield from scanned("queries", names.workgroup)
    if sealing:
        machine = names.arn("states", f"stateMachine:{names.month_sealer}")
        yield from executions("month-sealer", "the month sealer", machine)
        yield invocations("seal-last-months", names.catch_up_rule)
        for table in sealing.tables:
            yield not_sealed(table.name, names.prefix, SILENT_HOURS)
            for metric in ("RowsMissing", "CentsMissing"):
                yield totals_differ(names.prefix, metric, ("Table", table.name))
        for dataset in dict.fromkeys(delivery.dataset.name for delivery in sealing.deliveries):
            yield totals_differ(names.prefix, "FilesMissing", ("Dataset", dataset))
