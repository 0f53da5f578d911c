"""What a stage watches: descriptions of which the monitoring stage makes alarms.

A stage's builder has them as `watched`. Metrics are AWS's own where it has one: they cost nothing and
are there when the pipeline is not. What only a state machine knows it puts into NAMESPACE itself.
A section of docs/runbook.md, `alarm-<kind>`, says what to do; settings tune or switch off a kind.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

NAMESPACE = "CostPipeline"  # of the metrics that the state machines put
MINUTES_5, HOUR, DAY = 300, 3600, 86_400  # seconds
FAILURES = {
    "ExecutionsFailed": "failed",
    "ExecutionsTimedOut": "timed-out",
    "ExecutionsAborted": "aborted",
    "ExecutionThrottled": "throttled",
}
# Athena publishes no sum over these: https://docs.aws.amazon.com/athena/latest/ug/query-metrics-viewing.html
BILLED_STATES = ("SUCCEEDED", "CANCELED")


class Kind(StrEnum):
    """What goes wrong; its value is the key of the settings."""

    DEAD_LETTERS = "dead-letters"
    UNDELIVERED_EVENTS = "undelivered-events"
    EXECUTIONS = "executions"
    INVOCATIONS = "invocations"
    CRAWL_FAILED = "crawl-failed"
    NOT_DELIVERED = "not-delivered"
    NOT_CATALOGUED = "not-catalogued"
    COLUMNS_CHANGED = "columns-changed"
    NOT_SEALED = "not-sealed"
    TOTALS_DIFFER = "totals-differ"
    SCANNED = "scanned"


DO: dict[Kind, str] = {
    Kind.DEAD_LETTERS: "Read the letters, mend what they name, move them back.",
    Kind.UNDELIVERED_EVENTS: "Read the letters' ERROR_MESSAGE, mend the target, start what they ask.",
    Kind.EXECUTIONS: "Read the cause of the failed execution, mend it, start it again.",
    Kind.INVOCATIONS: "Look at the rule's target, its role and the undelivered events.",
    Kind.CRAWL_FAILED: "Read the crawl's log, mend what it names, start the crawler.",
    Kind.NOT_DELIVERED: "Look whether the export is healthy and whether its bucket lets it write.",
    Kind.NOT_CATALOGUED: "Look at the crawl starter's executions, then at the crawler.",
    Kind.COLUMNS_CHANGED: "See which: python -m costs schema. Queries that name them will fail.",
    Kind.NOT_SEALED: "Look at the month sealer's executions; readers have the months as they were.",
    Kind.TOTALS_DIFFER: "See which: python -m costs reconcile --athena. Seal the month again.",
    Kind.SCANNED: "Find who scans: the workgroup's recent queries. Lower its limit per query.",
}


STALE = "Cost data is stale: {}. See which of its parts is in ALARM. docs/runbook.md#alarm-stale"


@dataclass(frozen=True, kw_only=True)
class Watched:
    """One metric and when it is bad: `threshold` or more, or less than it where `below`.

    What is `stale_of` belongs to a composite alarm of that name, and is told by it.
    """

    name: str  # of the alarm, behind the pipeline's
    kind: Kind
    says: str  # a sentence
    namespace: str
    metric: str
    dimensions: tuple[tuple[str, str], ...]
    statistic: Literal["Sum", "Maximum"] = "Sum"
    threshold: float = 1
    period: int = MINUTES_5  # seconds
    periods: int = 1  # all of them
    below: bool = False
    stale_of: str | None = None

    @property
    def missing(self) -> Literal["breaching", "notBreaching"]:
        """A metric that counts failures is absent when there are none; one that counts work, too."""
        return "breaching" if self.below else "notBreaching"

    @property
    def section(self) -> str:
        """The anchor in docs/runbook.md."""
        return f"alarm-{self.kind}"

    @property
    def description(self) -> str:
        """What it means, what to do, and where more is written."""
        says = self.says.format(self.periods)
        return f"{says} {DO[self.kind]} docs/runbook.md#{self.section}"


def letters(name: str, kind: Kind, says: str, queue: str) -> Watched:
    """A queue that should be empty. SQS says nothing of one that has been idle for hours."""
    return Watched(
        name=name,
        kind=kind,
        says=says,
        namespace="AWS/SQS",
        metric="ApproximateNumberOfMessagesVisible",
        dimensions=(("QueueName", queue),),
        statistic="Maximum",
    )


def executions(name: str, title: str, machine_arn: str) -> tuple[Watched, ...]:
    """Each way in which an execution ends badly. An alarm over their sum costs as much as four."""
    return tuple(
        Watched(
            name=f"{name}-{how}",
            kind=Kind.EXECUTIONS,
            says=f"An execution of {title} {_past(how)}.",
            namespace="AWS/States",
            metric=metric,
            dimensions=(("StateMachineArn", machine_arn),),
        )
        for metric, how in FAILURES.items()
    )


def _past(how: str) -> str:
    return how.replace("-", " ") if how in ("failed", "timed-out") else f"was {how}"


def invocations(name: str, rule: str) -> Watched:
    """A rule that matched and reached no target."""
    return Watched(
        name=f"{name}-not-invoked",
        kind=Kind.INVOCATIONS,
        says=f"Rule {rule} could not reach its target.",
        namespace="AWS/Events",
        metric="FailedInvocations",
        dimensions=(("RuleName", rule),),
    )


def not_delivered(name: str, title: str, rule: str, hours: int, stale_of: str) -> Watched:
    """Nothing new for so long, by the metric of the rule that a delivery's manifest matches.

    It begins in ALARM and is OK with the first delivery, which comes within a day.
    """
    return Watched(
        name=f"{name}-not-delivered",
        kind=Kind.NOT_DELIVERED,
        says=f"No delivery of {title} for {{}} hours.",
        namespace="AWS/Events",
        metric="Invocations",
        dimensions=(("RuleName", rule),),
        period=HOUR,
        periods=hours,
        below=True,
        stale_of=stale_of,
    )


def not_catalogued(name: str, title: str, pipeline: str, dataset: str, hours: int) -> Watched:
    """No delivery has come into the catalog for so long, whatever AWS delivered."""
    return Watched(
        name=f"{name}-not-catalogued",
        kind=Kind.NOT_CATALOGUED,
        says=f"No delivery of {title} came into the catalog for {{}} hours.",
        namespace=NAMESPACE,
        metric="DeliveryCatalogued",
        dimensions=(("Pipeline", pipeline), ("Dataset", dataset)),
        period=HOUR,
        periods=hours,
        below=True,
        stale_of=name,
    )


def columns_changed(name: str, title: str, pipeline: str, dataset: str) -> Watched:
    """A manifest's columns are not those that the export was made with."""
    return Watched(
        name=f"{name}-columns-changed",
        kind=Kind.COLUMNS_CHANGED,
        says=f"Columns of {title} came or went.",
        namespace=NAMESPACE,
        metric="ColumnsChanged",
        dimensions=(("Pipeline", pipeline), ("Dataset", dataset)),
    )


def not_sealed(table: str, pipeline: str, hours: int) -> Watched:
    """No month has been sealed for so long, and the open one changes every day."""
    return Watched(
        name=f"{table.replace('_', '-')}-not-sealed",
        kind=Kind.NOT_SEALED,
        says=f"No month of {table} was sealed for {{}} hours.",
        namespace=NAMESPACE,
        metric="MonthSealed",
        dimensions=(("Pipeline", pipeline), ("Table", table)),
        period=HOUR,
        periods=hours,
        below=True,
        stale_of="sealed-months",
    )


def totals_differ(pipeline: str, metric: str, dimension: tuple[str, str]) -> Watched:
    """`RowsMissing` or `CentsMissing` of a sealed table, `FilesMissing` of a dataset: 0 is all well."""
    what, name = metric.removesuffix("Missing").lower(), dimension[1]
    return Watched(
        name=f"{name.replace('_', '-')}-{what}-missing",
        kind=Kind.TOTALS_DIFFER,
        says=f"A month of {name} lacks {what} that were delivered.",
        namespace=NAMESPACE,
        metric=metric,
        dimensions=(("Pipeline", pipeline), dimension),
        statistic="Maximum",
    )


def crawl_failed(rule: str) -> Watched:
    """Glue has no metric of crawls; the rule that hears of a failed one has, and says which."""
    return Watched(
        name="crawl-failed",
        kind=Kind.CRAWL_FAILED,
        says="A crawl failed: what it should have found may not be in the catalog.",
        namespace="AWS/Events",
        metric="Invocations",
        dimensions=(("RuleName", rule),),
    )


def scanned(name: str, workgroup: str) -> tuple[Watched, ...]:
    """Bytes that a workgroup's queries read in a day; a cancelled query is billed for what it read."""
    return tuple(
        Watched(
            name=f"{name}-scanned-{state.lower()}",
            kind=Kind.SCANNED,
            says=f"Queries of workgroup {workgroup} ({state}) read more in a day than planned.",
            namespace="AWS/Athena",
            metric="ProcessedBytes",
            dimensions=(("QueryState", state), ("QueryType", "DML"), ("WorkGroup", workgroup)),
            period=DAY,
            threshold=2**40,  # $5
        )
        for state in BILLED_STATES
    )
