"""What a bill says of its newest full day."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from athena.errors import ExpectedFailure
from athena.quoting import text
from costs.answering import Bill
from modules.sealed import over_sources

STATEMENT = (Path(__file__).parent / "newest_day.sql").read_text()


class NoFullDay(ExpectedFailure):
    """`str()` says what there is."""


@dataclass(frozen=True)
class ServiceCost:
    """A service in an account, in `currency`, on the newest full day of the payer, and in its month."""

    payer_account_id: str
    account_id: str
    account_name: str
    service_code: str
    currency: str
    day: date
    day_unblended: float
    day_amortized: float
    month_unblended: float
    month_amortized: float


def newest_day(bill: Bill) -> list[ServiceCost]:
    """Of every payer that is in the bill's last two months. Raises NoFullDay, and those of the bill."""
    months = bill.months[-2:]
    if not months:
        raise NoFullDay("metrics: the bill has no month yet")
    sealed = "daily_costs" in bill.relations
    sql = STATEMENT if sealed else over_sources(STATEMENT)
    found = bill.answer(sql, (text(months[0]), text(months[-1])))
    if not found.rows:
        raise NoFullDay(
            f"metrics: {months[-1]} has no full day yet, a day of usage that another one follows"
        )
    return [_service_cost(*(value or "" for value in row)) for row in found.rows]


def _service_cost(
    payer: str, account: str, name: str, service: str, currency: str, day: str, *costs: str
) -> ServiceCost:
    day_unblended, day_amortized, month_unblended, month_amortized = map(float, costs)
    return ServiceCost(
        payer,
        account,
        name,
        service,
        currency,
        date.fromisoformat(day),
        day_unblended,
        day_amortized,
        month_unblended,
        month_amortized,
    )
