"""Panels of the Pipeline dashboard that CloudWatch answers, by the names of the environment."""

from collections.abc import Iterator, Mapping, Sequence

from grafana_foundation_sdk.builders import cloudwatch, common, timeseries
from grafana_foundation_sdk.models import units
from grafana_foundation_sdk.models.cloudwatch import (
    MetricEditorMode,
    MetricQueryType,
    QueryMode,
)
from grafana_foundation_sdk.models.common import DataSourceRef, GraphDrawStyle, StackingMode

from dashboards.subject import Subject
from modules.naming import Names
from modules.plan import Line
from modules.running_cost import prices
from modules.sealed import TABLES
from modules.watching import FAILURES, NAMESPACE

CLOUDWATCH = DataSourceRef(type_val="cloudwatch", uid="${cloudwatch}")
HOUR, DAY = "3600", "86400"
ANSWERED = {"QueryState": "SUCCEEDED", "QueryType": "DML"}  # Athena publishes by all three


def panels(subject: Subject) -> Iterator[timeseries.Panel]:
    """Deliveries, what is stuck, what failed, what is sealed, what queries read."""
    yield from _deliveries(subject.names, subject.plan.lines)
    yield from _machines(subject)
    yield from _queries(_workgroups(subject))


def _deliveries(names: Names, lines: Sequence[Line]) -> Iterator[timeseries.Panel]:
    rules = {
        f"{line.dataset.name} {delivery.payer}": names.manifest_rule(line.dataset, delivery.payer)
        for line in lines
        for delivery in line.deliveries
    }
    queues = {x.dataset.name: names.dead_letter_queue(x.dataset) for x in lines if x.crawled}
    queues["events"] = names.undelivered_events
    visible = "ApproximateNumberOfMessagesVisible"
    yield _panel(
        "Deliveries",
        "What AWS's export service has finished, an invocation of a manifest's rule each. None for"
        " 36 hours is late.",
        [_metric("AWS/Events", "Invocations", x, {"RuleName": rule}) for x, rule in rules.items()],
    )
    yield _panel(
        "Deliveries and events that got stuck",
        "Messages in dead-letter queues; docs/runbook.md says what to do. Registered tables have none.",
        [
            _metric("AWS/SQS", visible, x, {"QueueName": queue}, "Maximum")
            for x, queue in queues.items()
        ],
    )
    yield _panel(
        "Deliveries in the catalog, missing files, columns that came or went",
        "What the state machines count by dataset; anything missing is an error.",
        [
            _counted(names, metric, "Dataset", line.dataset.name)
            for line in lines
            for metric in ("DeliveryCatalogued", "FilesMissing", "ColumnsChanged")
        ],
    )


def _machines(subject: Subject) -> Iterator[timeseries.Panel]:
    names = subject.names
    machines = {
        title: names.arn("states", f"stateMachine:{name}")
        for title, name in {"crawls": names.crawl_starter, "sealing": names.month_sealer}.items()
    }
    yield _panel(
        "Executions that failed",
        "Missed crawls and months that stayed as they were.",
        [
            _metric("AWS/States", metric, f"{x} {metric}", {"StateMachineArn": arn})
            for x, arn in machines.items()
            for metric in FAILURES
        ],
    )
    yield _panel(
        "Months sealed, missing rows and cents",
        "What the month sealer counts by table; anything missing is an error.",
        [
            _counted(names, metric, "Table", table)
            for table in TABLES
            if table in subject.there
            for metric in ("MonthSealed", "MonthSuperseded", "RowsMissing", "CentsMissing")
        ],
    )


def _queries(workgroups: Sequence[str]) -> Iterator[timeseries.Panel]:
    yield _panel(
        "Bytes read by queries",
        "Athena bills them, 10 MB a query at least.",
        [_read(group) for group in workgroups],
        units.BytesSI,
    )
    yield _panel(
        "What queries cost",
        "Bytes read at Athena's list price of us-east-1; queries of less than 10 MB cost a little more.",
        [query for group in workgroups for query in _priced(group)],
        units.Dollars,
    )


def _workgroups(subject: Subject) -> Sequence[str]:
    """Those that the environment has."""
    names = subject.names
    reads = subject.plan.environment.consumers.grafana.enabled
    own = (names.grafana_workgroup,) if reads else ()
    return (names.workgroup, names.sealing_workgroup, *own)


def _read(workgroup: str) -> cloudwatch.MetricsQuery:
    of = {"WorkGroup": workgroup, **ANSWERED}
    return _metric("AWS/Athena", "ProcessedBytes", workgroup, of, period=DAY)


def _priced(workgroup: str) -> list[cloudwatch.MetricsQuery]:
    """The bytes, hidden, and what they cost."""
    name = "read_" + workgroup.lower().replace("-", "_")
    price = prices()["scan"].usd / 1e12
    priced = _query(workgroup).expression(f"{name} * {price:.12f}").id(f"cost_{name}")
    return [_read(workgroup).id(name).hide(True), priced]


def _counted(names: Names, metric: str, kind: str, name: str) -> cloudwatch.MetricsQuery:
    """What a state machine counts itself, by dataset or table."""
    return _metric(NAMESPACE, metric, f"{metric} {name}", {"Pipeline": names.prefix, kind: name})


def _metric(
    namespace: str,
    metric: str,
    label: str,
    dimensions: Mapping[str, str],
    statistic: str = "Sum",
    period: str = HOUR,
) -> cloudwatch.MetricsQuery:
    return (
        _query(label)
        .namespace(namespace)
        .metric_name(metric)
        .dimensions({name: [value] for name, value in dimensions.items()})
        .match_exact(True)
        .statistic(statistic)
        .period(period)
    )


def _query(label: str) -> cloudwatch.MetricsQuery:
    return (
        cloudwatch.MetricsQuery()
        .query_mode(QueryMode.METRICS)
        .metric_query_type(MetricQueryType.SEARCH)
        .metric_editor_mode(MetricEditorMode.BUILDER)
        .region("default")
        .label(label)
    )


def _panel(
    title: str,
    says: str,
    queries: Sequence[cloudwatch.MetricsQuery],
    unit: str = units.Short,
) -> timeseries.Panel:
    panel = (
        timeseries.Panel()
        .title(title)
        .description(f"{says}\n\nNo costs of the bill.\n\nSource: CloudWatch.")
        .datasource(CLOUDWATCH)
        .unit(unit)
        .draw_style(GraphDrawStyle.BARS)
        .stacking(common.StackingConfig().mode(StackingMode.NORMAL).group("A"))
        .fill_opacity(80)
        .span(8)
        .height(8)
    )
    for number, query in enumerate(queries):
        panel.with_target(query.ref_id(f"Q{number}"))
    return panel
