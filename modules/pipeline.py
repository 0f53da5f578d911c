"""The stack of one environment: the only file that wires stages together, and that has outputs."""

from collections.abc import Mapping

from modules.providers import App, add_backend, add_providers  # isort: skip  # before any binding

from cdktf import TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.glue_catalog_database import GlueCatalogDatabase
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct

from modules import STAGES, state
from modules.catalog.stage import Tables
from modules.consumers.named_reader import NamedReader
from modules.consumers.stage import Consumers
from modules.environment import Environment
from modules.events.stage import Events
from modules.export.stage import Exports, SourceExports
from modules.monitoring.stage import Monitoring
from modules.plan import Line, Plan
from modules.query.stage import Query
from modules.sealed import Sealing
from modules.storage.stage import Storage


def add_stack(scope: Construct, id_: str, environment: Environment) -> TerraformStack:
    """What the environment is: the whole pipeline, or the exports of a payer that has a hub."""
    if environment.hub:
        return ExportSource(scope, id_, environment, environment.hub)
    return CostPipeline(scope, id_, environment)


class CostPipeline(TerraformStack):
    """export → storage → events → catalog → query → monitoring → consumers."""

    def __init__(self, scope: Construct, id_: str, environment: Environment) -> None:
        super().__init__(scope, id_)
        plan = Plan.of(environment)
        add_backend(self, id_, environment.backend)
        billing = add_providers(self, environment)
        # The tree lists the stages in the data's order; they are built in the order of what needs what.
        scopes = {stage: Construct(self, stage) for stage in STAGES}

        sealing = Sealing.of(plan)
        storage = _add_deliveries(scopes, plan, billing)
        events = Events(scopes["events"], plan, buckets=storage.buckets, sealing=sealing)
        tables = Tables(
            scopes["catalog"],
            plan,
            buckets=storage.buckets,
            queues=events.queues,
            dead_letter_queues=events.dead_letter_queues,
            sealing=sealing,
            sealed_bucket=storage.sealed,
        )
        query = Query(
            scopes["query"],
            plan,
            database=tables.database,
            tables=tables.declared,
            buckets=storage.buckets,
            results_bucket=storage.results,
            sealing=sealing,
            sealed_bucket=storage.sealed,
            undelivered=events.undelivered,
        )
        starter = events.start_crawls(tables.crawlers, sealing, query.month_sealer)
        consumers = Consumers(
            scopes["consumers"],
            plan,
            workgroup=query.workgroup,
            buckets=storage.buckets,
            sealed_bucket=storage.sealed,
            results_bucket=storage.results,
        )
        watched = (*events.watched, *tables.watched, *query.watched, *consumers.watched)
        monitoring = Monitoring(
            scopes["monitoring"],
            plan,
            watched=watched,
            undelivered=events.undelivered,
            billing=billing,
        )

        self._output("database", "Glue database of all tables", tables.database.name)
        self._output("workgroup", "Athena workgroup to query in", query.workgroup.name)
        self._output("results_bucket", "Where Athena writes results", storage.results.bucket)
        self._output("reader_policy_arn", "Attach it to who may query", consumers.reader_policy.arn)
        self._output("crawl_starter_arn", "Its failed executions are missed crawls", starter.arn)
        self._output(
            "undelivered_events_queue_url",
            "Events that started nothing",
            events.undelivered.url,
        )
        if query.month_sealer:
            arn = query.month_sealer.arn
            self._output(
                "month_sealer_arn", "Its failed executions are months left as they were", arn
            )
        if monitoring.topic:
            self._output("alarm_topic_arn", "Whoever subscribes is told", monitoring.topic.arn)
        for name, reader in consumers.readers.items():
            self._add_reader_outputs(name, reader, tables.readers.get(name))
        if grafana := consumers.grafana:
            self._output("grafana_role_arn", "What Grafana assumes", grafana.role.arn)
            self._output("grafana_workgroup", "Where it queries", grafana.workgroup.name)
            if grafana.workspace:
                endpoint = grafana.workspace.endpoint
                self._output("grafana_endpoint", "Host name of the workspace", endpoint)
        if consumers.cid and (role := consumers.cid.role):
            self._output("quicksight_role", "For cid-cmd's --quicksight-datasource-role", role.name)
        if opencost := consumers.opencost:
            self._output("opencost_role_arn", "What OpenCost's pods assume", opencost.role.arn)
            self._output("opencost_workgroup", "Where it queries", opencost.workgroup.name)
        for line in plan.lines:
            self._add_line_outputs(line, storage, events, tables)
        everything = environment.by_itself.with_nothing_off
        if everything != environment:
            wholes = [_deliveries(id_, everything)]
            state.forget(self, wholes, deleted=environment.delete_exports)
        state.adopt(self, id_, environment.imports)

    def _add_reader_outputs(
        self, name: str, reader: NamedReader, database: GlueCatalogDatabase | None
    ) -> None:
        output = f"reader_{name.replace('-', '_')}"
        self._output(f"{output}_workgroup", f"Where {name} queries", reader.workgroup.name)
        if database:
            self._output(f"{output}_database", f"What {name} sees", database.name)
        self._output(f"{output}_policy_arn", f"What {name} may", reader.policy.arn)
        if reader.role:
            self._output(f"{output}_role_arn", f"What {name} assumes", reader.role.arn)

    def _add_line_outputs(
        self, line: Line, storage: Storage, events: Events, tables: Tables
    ) -> None:
        name, title = line.dataset.name, line.dataset.title
        bucket = storage.buckets[line.bucket]
        self._output(f"{name}_bucket", f"Where {title} arrives", bucket.bucket)
        self._output(f"{name}_table", f"Table of {title}", line.dataset.table)
        if line.crawled:
            queue, dead_letters = events.queues[line], events.dead_letter_queues[line]
            self._output(f"{name}_queue_url", f"Deliveries of {title} to crawl", queue.url)
            self._output(
                f"{name}_dead_letter_queue_url",
                f"Deliveries of {title} that could not be crawled",
                dead_letters.url,
            )
            self._output(f"{name}_crawler", f"Crawler of {title}", tables.crawlers[line].name)

    def _output(self, name: str, description: str, value: str) -> None:
        TerraformOutput(self, name, description=description, value=value)


class ExportSource(TerraformStack):
    """export: nothing else runs in a payer. Its data, its tables and its queries are the hub's."""

    def __init__(self, scope: Construct, id_: str, environment: Environment, hub: str) -> None:
        super().__init__(scope, id_)
        plan = Plan.of(environment)
        add_backend(self, id_, environment.backend)
        _add_source_exports(self, environment, hub)
        for line in plan.lines:
            TerraformOutput(
                self,
                f"{line.dataset.name}_bucket",
                description=f"Where {line.dataset.title} arrives, in account {hub}",
                value=line.bucket.name,
            )
        every = TerraformStack(App(), id_)
        _add_source_exports(every, environment.with_nothing_off, hub)
        wholes = [every, _deliveries(id_, environment.by_itself.with_nothing_off)]
        state.forget(self, wholes, deleted=environment.delete_exports)
        state.adopt(self, id_, environment.imports)


def _add_source_exports(stack: TerraformStack, environment: Environment, hub: str) -> None:
    SourceExports(
        Construct(stack, "export"),
        Plan.of(environment),
        bucket_owner=hub,
        tags=environment.all_tags,
        billing=add_providers(stack, environment),
    )


def _deliveries(id_: str, environment: Environment) -> TerraformStack:
    """Only what holds data, in a stack of its own: who forgets it compares addresses."""
    stack = TerraformStack(App(), id_)
    scopes = {stage: Construct(stack, stage) for stage in STAGES}
    _add_deliveries(scopes, Plan.of(environment), add_providers(stack, environment))
    return stack


def _add_deliveries(scopes: Mapping[str, Construct], plan: Plan, billing: AwsProvider) -> Storage:
    """All that holds data: buckets, and the exports that fill them."""
    storage = Storage(scopes["storage"], plan)
    Exports(
        scopes["export"],
        plan,
        buckets=storage.buckets,
        policies=storage.policies,
        billing=billing,
    )
    return storage
