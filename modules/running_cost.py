"""What an environment's settings cost a month: list prices times what is counted here.

A model, and on the high side: free tiers are not subtracted (an account has other uses for them), and
where AWS doesn't tell a number, it is one of the constants below. Absent: exports, Glue's catalog (its
first million objects and requests), EventBridge's own events, budgets without actions, anomaly detection
and cost allocation tags, which cost nothing; taxes, discounts.
"""

import math
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from modules.datasets import BillingPeriod, SnapshotDay
from modules.plan import Line, Plan
from modules.sealed import Sealing

PRICES = Path(__file__).with_name("prices.toml")
DAYS = 365 / 12  # a month
WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")

CRAWL_HOURS = 10 / 60  # what the shortest crawl is billed for; ours are shorter
# AWS documents no number; `aws glue list-crawls` tells the DPU-hours of real ones.
CRAWLER_DPUS = 2
FILES_PER_GB = 10  # Parquet chunks; AWS documents no size
SMALL = 0.01  # GB of a day's recommendations, of a month's emissions
# Of a month's bytes, by a question to line items and to sealed months; measured: docs/benchmarks.md
SHARE_READ, SHARE_READ_SEALED = 0.2, 0.003
TO_LINE_ITEMS = 0.3  # of questions, where months are sealed; of the saved ones it is as many
SMALLEST_SCAN = 0.01  # GB
REQUESTS_A_MESSAGE = 3  # sent, received, deleted
RESULT_REQUESTS = 3  # KMS, for the results of one question
CRAWL_LOG = 20e-6  # GB
METRICS_A_DELIVERY, METRICS_A_SEAL = 2, 3  # of each sealed table

# States entered: tests/emulator/test_registered.py counts them. A crawl is looked at every 30 seconds.
KNOWN, REGISTERED, CRAWLED, CRAWLED_ALWAYS, LOOK = 19, 23, 25, 12, 3
LOOKS = 4
# Of a seal of two tables from one export, tests/emulator/test_month_sealer.py counts them.
SEAL = 96
SEAL_A_SHARE = 14  # of each table of a reader that sees only some rows
# What a stage watches: tests/modules/monitoring/test_metric_alarms.py counts what is synthesized.
ALARMS_A_MACHINE, ALARMS_A_DELIVERY, ALARMS_A_LINE, ALARMS_A_TABLE, ALARMS_ONCE = 4, 2, 4, 3, 5
ALARMS_A_WORKGROUP = 2  # of a consumer
SHARE_SEALED = 0.55  # of a month's bytes, for a sealed table; measured: docs/benchmarks.md
SHARE_SUMMED = 0.12  # for its rows and cents, that the sealed ones are held against


@dataclass(frozen=True)
class Price:
    """US dollars for a unit; who said so, and when it was read."""

    usd: float
    unit: str
    source: str
    read: date


@dataclass(frozen=True)
class Bill:
    """What there is to deliver and to ask."""

    gigabytes: float  # Parquet, of one month of one payer's line items
    deliveries: float = 3  # of an export, a day; AWS says up to three
    questions: float = 20  # a day, of one month each
    months: int = 12  # that are kept


@dataclass(frozen=True)
class Cost:
    """One line of the answer."""

    what: str
    usd: float  # a month
    because: str


@dataclass(frozen=True)
class Flow:
    """What a line's exports deliver in a month, all payers together."""

    deliveries: float
    partitions: float  # new ones
    delivered: float  # GB of one delivery, on average
    kept: float  # GB that a month leaves behind

    @classmethod
    def of(cls, line: Line, bill: Bill) -> "Flow":
        """A bill grows all month and is delivered whole each time; days and emissions are small."""
        payers = len(line.deliveries)
        if line.dataset.period_type is BillingPeriod:
            deliveries = bill.deliveries * DAYS
            size = bill.gigabytes
            return cls(deliveries * payers, payers, size / 2, size * payers)
        partitions = payers * (DAYS if line.dataset.period_type is SnapshotDay else 1)
        return cls(partitions, partitions, SMALL, SMALL * partitions)

    @property
    def files(self) -> float:
        """Parquet objects that arrive."""
        return self.deliveries * max(1, math.ceil(self.delivered * FILES_PER_GB))


@cache
def prices() -> dict[str, Price]:
    """The price list, by name."""
    return {name: Price(**found) for name, found in tomllib.loads(PRICES.read_text()).items()}


def running_cost(plan: Plan, bill: Bill) -> list[Cost]:
    """A line for everything that is billed, also if it is nothing; a payer's own stack has none."""
    return [] if plan.environment.hub else [line(plan, bill) for line in LINES]


def managed_cost(resources: int) -> dict[str, float]:
    """What HCP Terraform bills a month, by its plan; nothing where the state lies elsewhere."""
    return {
        "Essentials": resources * prices()["managed_essentials"].usd,
        "Standard": resources * prices()["managed_standard"].usd,
        "Premium": resources * prices()["managed_premium"].usd,
    }


def _crawls(plan: Plan, bill: Bill) -> Cost:
    crawls = sum(_crawls_of(line, bill, plan) for line in plan.crawled)
    usd = crawls * CRAWL_HOURS * CRAWLER_DPUS * prices()["crawler"].usd
    return Cost("Glue crawls", usd, f"{crawls:,.0f} crawls of 10 minutes, {CRAWLER_DPUS} DPU")


def _crawls_of(line: Line, bill: Bill, plan: Plan) -> float:
    flow = Flow.of(line, bill)
    if line.dataset.growing_schema:
        return flow.deliveries  # the safety net finds the queue empty, which is free
    return flow.partitions + safety_crawls(plan.environment.catalog.safety_schedule)


def safety_crawls(schedule: str) -> float:
    """How often a month a Glue cron expression comes true; minutes and months count as one each."""
    _, hours, days, _, weekdays, _ = schedule.removeprefix("cron(").removesuffix(")").split()
    if weekdays not in ("?", "*"):
        runs = DAYS / 7 * _count(weekdays, 7)
    else:
        runs = DAYS if days in ("?", "*") else _count(days, 31)
    return runs * (24 if hours == "*" else _count(hours, 24))


def _count(field: str, most: int) -> int:
    """`MON`, `MON,FRI`, `MON-FRI`, `1-5`, `*/6`."""
    total = 0
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = (_number(end) for end in span.partition("-"))
        between = last - first + 1 if last else (most if step else 1)
        total += math.ceil(between / int(step or 1))
    return total


def _number(end: str) -> int:
    return WEEKDAYS.index(end[:3]) + 1 if end[:3] in WEEKDAYS else int(end) if end.isdigit() else 0


def _queues(plan: Plan, bill: Bill) -> Cost:
    messages = sum(Flow.of(line, bill).files for line in plan.crawled)
    usd = messages * REQUESTS_A_MESSAGE / 1e6 * prices()["queue"].usd
    return Cost("SQS", usd, f"{messages:,.0f} files told to crawlers")


def _events(plan: Plan, bill: Bill) -> Cost:
    flows = [Flow.of(line, bill) for line in plan.lines]
    events = sum(flow.files + flow.deliveries for flow in flows)
    return Cost("EventBridge", events * prices()["event"].usd, f"{events:,.0f} events of S3")


def _executions(plan: Plan, bill: Bill) -> Cost:
    transitions = sum(_transitions(line, bill) for line in plan.lines)
    usd = transitions / 1e3 * prices()["transition"].usd
    return Cost("Step Functions", usd, f"{transitions:,.0f} state transitions")


def _transitions(line: Line, bill: Bill) -> float:
    flow = Flow.of(line, bill)
    looks = LOOKS * LOOK
    if line.dataset.growing_schema:
        return flow.deliveries * (CRAWLED_ALWAYS + looks)
    new = CRAWLED + looks if line.crawled else REGISTERED
    return flow.partitions * new + (flow.deliveries - flow.partitions) * KNOWN


def _kept(plan: Plan, bill: Bill) -> Cost:
    kept = sum(Flow.of(line, bill).kept for line in plan.lines) * bill.months
    usd = kept * prices()["storage"].usd
    return Cost("S3, months kept", usd, f"{kept:,.1f} GB: {bill.months} months")


def _overwritten(plan: Plan, bill: Bill) -> Cost:
    days = plan.environment.storage.noncurrent_days
    flows = [Flow.of(line, bill) for line in plan.lines]
    kept = sum(flow.deliveries * flow.delivered for flow in flows) / DAYS * days
    usd = kept * prices()["storage"].usd
    return Cost("S3, overwritten", usd, f"{kept:,.1f} GB: noncurrent_days = {days}")


def _requests(plan: Plan, bill: Bill) -> Cost:
    flows = [Flow.of(line, bill) for line in plan.lines]
    written = sum(flow.files + flow.deliveries for flow in flows)
    files = max(1, _asked(plan, bill) * FILES_PER_GB)
    to_items = _to_line_items(plan)
    read = bill.questions * DAYS * (to_items * files + 1 - to_items)
    usd = (written * prices()["put"].usd + read * prices()["get"].usd) / 1e3
    return Cost("S3, requests", usd, f"{written:,.0f} objects written, {read:,.0f} read")


def _questions(plan: Plan, bill: Bill) -> Cost:
    questions = bill.questions * DAYS
    month, to_items = _asked(plan, bill), _to_line_items(plan)
    of_items, sealed = (
        max(SMALLEST_SCAN, month * share) for share in (SHARE_READ, SHARE_READ_SEALED)
    )
    scanned = to_items * of_items + (1 - to_items) * sealed
    usd = questions * scanned / 1e3 * prices()["scan"].usd
    return Cost("Athena", usd, f"{questions:,.0f} questions, {scanned * 1e3:,.0f} MB each")


def _to_line_items(plan: Plan) -> float:
    return TO_LINE_ITEMS if Sealing.of(plan) else 1


def _asked(plan: Plan, bill: Bill) -> float:
    """GB of the month that a question is about, of all payers, in the largest table."""
    return max(Flow.of(line, bill).kept for line in plan.lines)


def _sealing(plan: Plan, bill: Bill) -> Cost:
    sealing = Sealing.of(plan)
    if sealing is None:
        return Cost("Sealed months", 0, "none")
    flows = _sealed_flows(plan, sealing, bill)
    seals = _seals(plan, flows)
    month = max(flow.kept for flow in flows) / 2  # it grows
    written = max(SMALLEST_SCAN, month * SHARE_SEALED) + SMALLEST_SCAN
    shares = sum(len(tables) for tables in sealing.shares.values())
    scanned = len(sealing.tables) * written + max(SMALLEST_SCAN, month * SHARE_SUMMED)
    scanned += shares * max(SMALLEST_SCAN, month * SHARE_SEALED)
    states = SEAL + shares * SEAL_A_SHARE
    usd = seals * (scanned * prices()["scan"].usd + states * prices()["transition"].usd) / 1e3
    return Cost("Sealed months", usd, f"{seals:,.0f} seals, {scanned * 1e3:,.0f} MB each")


def _sealed_flows(plan: Plan, sealing: Sealing, bill: Bill) -> list[Flow]:
    lines = [line for line in plan.lines if line.dataset.declared_table in sealing.relations]
    return [Flow.of(line, bill) for line in lines]


def _seals(plan: Plan, flows: Sequence[Flow]) -> float:
    weekly = safety_crawls(plan.environment.query.sealed.catch_up_schedule)
    return sum(flow.deliveries for flow in flows) + 2 * weekly


def _logs(plan: Plan, bill: Bill) -> Cost:
    crawls = sum(_crawls_of(line, bill, plan) for line in plan.crawled)
    usd = crawls * CRAWL_LOG * prices()["log"].usd
    return Cost("CloudWatch logs", usd, f"{crawls:,.0f} crawls; executions only when they fail")


def _metrics(plan: Plan, bill: Bill) -> Cost:
    deliveries = sum(Flow.of(line, bill).deliveries for line in plan.lines)
    hours = deliveries * METRICS_A_DELIVERY
    if sealing := Sealing.of(plan):
        seals = _seals(plan, _sealed_flows(plan, sealing, bill))
        hours += seals * METRICS_A_SEAL * len(sealing.tables)
    # One is billed for the hours in which it is put.
    usd = hours / (DAYS * 24) * prices()["metric"].usd
    return Cost("Metrics", usd, f"{hours:,.0f} hours of a metric")


def _alarms(plan: Plan, bill: Bill) -> Cost:
    settings = plan.environment.monitoring
    if not settings.enabled:
        return Cost("Alarms", 0, "none")
    lines, deliveries, sealing = len(plan.lines), len(plan.deliveries), Sealing.of(plan)
    machines, tables = (2, len(sealing.tables)) if sealing else (1, 0)
    alarms = (
        ALARMS_A_MACHINE * machines
        + ALARMS_A_DELIVERY * deliveries
        + ALARMS_A_LINE * lines
        + ALARMS_A_TABLE * tables
        + ALARMS_A_WORKGROUP * plan.environment.consumers.workgroups
        + ALARMS_ONCE
    )
    stale = lines + (1 if sealing else 0)
    usd = (
        alarms * prices()["alarm"].usd
        + stale * prices()["composite_alarm"].usd
        + settings.dashboard * prices()["dashboard"].usd
    )
    because = f"{alarms} alarms at most, and {stale} of what is stale"
    return Cost("Alarms", usd, because)


def _keys(plan: Plan, bill: Bill) -> Cost:
    environment = plan.environment
    of_results = environment.storage.results_kms_key
    own = "alarms" if environment.monitoring.enabled else None
    keys = {key for key in (of_results, environment.events.log_kms_key, own) if key}
    requests = bill.questions * DAYS * RESULT_REQUESTS if of_results else 0
    usd = len(keys) * prices()["key"].usd + requests / 1e4 * prices()["key_request"].usd
    return Cost("KMS", usd, f"{len(keys)} keys, {requests:,.0f} requests")


def _grafana(plan: Plan, bill: Bill) -> Cost:
    """Viewers and further editors cost by the head; nobody here knows how many there are."""
    workspaces = int(plan.environment.consumers.grafana.workspace.enabled)
    usd = workspaces * prices()["editor"].usd
    return Cost("Grafana", usd, f"{workspaces} workspaces, 1 editor each")


# What is billed, in the order in which it is told. A stage that costs something has its line here.
LINES: tuple[Callable[[Plan, Bill], Cost], ...] = (
    _crawls,
    _queues,
    _events,
    _executions,
    _kept,
    _overwritten,
    _requests,
    _questions,
    _sealing,
    _logs,
    _alarms,
    _metrics,
    _keys,
    _grafana,
)
