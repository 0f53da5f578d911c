"""Costs as OpenMetrics text.

All are gauges, whose text Prometheus' older format, that of the textfile collector, has as well.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, time, timedelta

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.openmetrics.exposition import generate_latest
from prometheus_client.registry import Collector

from costs.metrics.newest_day import ServiceCost

LABELS = ("payer_account_id", "account_id", "service_code", "currency")
UNIT = "in the unit of the label currency; taxes, credits and fees are in it"
DAY = "of the newest full day, UTC (aws_cost_complete_until_timestamp_seconds)"
MONTH = "of the billing month that this day is in, until its end"
UNBLENDED = "Unblended cost, as invoiced, prepaid fees on the day they are paid,"
AMORTIZED = "Amortized cost, prepaid fees spread over the usage that they cover,"
COSTS: tuple[tuple[str, str, Callable[[ServiceCost], float]], ...] = (
    ("aws_cost_day_unblended", f"{UNBLENDED} {DAY}, {UNIT}", lambda cost: cost.day_unblended),
    ("aws_cost_day_amortized", f"{AMORTIZED} {DAY}, {UNIT}", lambda cost: cost.day_amortized),
    (
        "aws_cost_month_to_date_unblended",
        f"{UNBLENDED} {MONTH}, {UNIT}",
        lambda cost: cost.month_unblended,
    ),
    (
        "aws_cost_month_to_date_amortized",
        f"{AMORTIZED} {MONTH}, {UNIT}",
        lambda cost: cost.month_amortized,
    ),
)


class _Costs(Collector):
    def __init__(self, costs: Sequence[ServiceCost]) -> None:
        self._costs = costs

    def collect(self) -> Iterable[Metric]:
        for name, meaning, value in COSTS:
            family = GaugeMetricFamily(name, meaning, labels=LABELS)
            for cost in self._costs:
                family.add_metric([getattr(cost, label) for label in LABELS], value(cost))
            yield family
        yield self._names()
        yield self._freshness()

    def _names(self) -> Metric:
        meaning = "1 for each account, which has its name here, so that a new name ends no series"
        family = GaugeMetricFamily(
            "aws_cost_account", meaning, labels=("account_id", "account_name")
        )
        for account, name in {cost.account_id: cost.account_name for cost in self._costs}.items():
            family.add_metric([account, name], 1)
        return family

    def _freshness(self) -> Metric:
        family = GaugeMetricFamily(
            "aws_cost_complete_until_timestamp",
            "End of the newest full day in the payer's bill: the day before the newest with usage",
            labels=("payer_account_id",),
            unit="seconds",
        )
        for payer, day in {cost.payer_account_id: cost.day for cost in self._costs}.items():
            end = datetime.combine(day + timedelta(days=1), time(), UTC)
            family.add_metric([payer], end.timestamp())
        return family


def openmetrics(costs: Sequence[ServiceCost]) -> str:
    """The whole text, with its `# EOF`."""
    registry = CollectorRegistry()
    registry.register(_Costs(costs))
    return str(generate_latest(registry).decode())
