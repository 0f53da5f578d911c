"""The query stage: the cost language, the workgroup, and the questions saved in it.

A theme's question is there when the tables and views that it reads are.
"""

from collections.abc import Mapping, Sequence

from cdktf_cdktf_provider_aws.athena_workgroup import AthenaWorkgroup
from cdktf_cdktf_provider_aws.glue_catalog_database import GlueCatalogDatabase
from cdktf_cdktf_provider_aws.glue_catalog_table import GlueCatalogTable
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from constructs import Construct

from modules.plan import Plan
from modules.query.cost_views import CostViews
from modules.query.saved_queries import PreparedStatements, SavedQueries
from modules.query.workgroup import Workgroup
from modules.sql import THEMES, SavedQuery, queries_over, read_queries
from modules.views import views_over


class Query:
    """Where people and tools ask."""

    workgroup: AthenaWorkgroup

    def __init__(
        self,
        scope: Construct,
        plan: Plan,
        *,
        database: GlueCatalogDatabase,
        tables: Mapping[str, GlueCatalogTable],
        results_bucket: S3Bucket,
    ) -> None:
        self.workgroup = Workgroup(
            scope,
            "workgroup",
            settings=plan.environment.query,
            names=plan.names,
            results_bucket=results_bucket,
            results_key=plan.environment.storage.results_kms_key,
        ).workgroup
        views = views_over(tables)
        CostViews(
            scope,
            "views",
            views=views,
            tables=tables,
            database=database,
            database_name=plan.names.database,
        )
        for line in plan.lines:
            if line.dataset.table not in THEMES:
                SavedQueries(
                    scope,
                    f"{line.dataset.table}_queries",
                    queries=read_queries(line.dataset.table),
                    names=plan.names,
                    workgroup=self.workgroup,
                    database=database,
                )
        there = {*tables, *(view.name for view in views)}
        for theme in THEMES:
            if queries := queries_over(theme, there):
                self._save_theme(scope, plan, database, theme, queries)

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
        PreparedStatements(
            scope,
            f"{theme}_statements",
            queries=queries,
            names=plan.names,
            workgroup=self.workgroup,
        )
