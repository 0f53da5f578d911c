"""What the organisation is and what it runs: the part of the ledger that doesn't change by month."""

import csv
import hashlib
import zlib
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal, cast

from modules.datasets import CUR2, BillingPeriod
from modules.datasets.data_exports import Granularity

Buying = Literal["On-Demand", "Spot", "Reserved", "SavingsPlan"]


@dataclass(frozen=True)
class Service:
    """One usage type: what it is called, what a unit costs on demand (USD), how many resources use how
    much of it an hour, and how it is bought.

    Usage types with the same pattern of a resource's id are of the same resources: a NAT gateway's hours
    and its bytes. Where fewer have bytes than hours, some are idle.
    """

    product: str
    usage_type: str
    operation: str
    unit: str
    rate: float
    resources: int
    hourly: float
    buying: Buying
    family: str
    instance_type: str
    resource_id: str


SERVICES = Path(__file__).with_name("services.csv")
ACCOUNTS = ("platform", "shop", "data", "sandbox")
TEAMS = ("checkout", "search", "data", "platform")
ENVIRONMENTS = ("prod", "staging", "dev")


@dataclass(frozen=True)
class BillingStory:
    """What is generated. `line_items_per_month` is met roughly, by more or fewer resources.

    `edp_discount` is the share that a private pricing agreement takes off, 0 without one. `absent` is
    how a missing text is written: AWS doesn't document whether CUR 2.0 has NULL or ''. `organisation`
    begins the names of accounts; the first one has none. `size` is how much it runs, beside the first.
    """

    first: BillingPeriod
    months: int = 13
    seed: int = 7
    payer: str = "123456789012"
    organisation: str = ""
    size: float = 1.0
    granularity: Granularity = "DAILY"
    line_items_per_month: int | None = None
    edp_discount: float = 0.07
    absent: Literal["null", "empty"] = "null"
    columns: tuple[str, ...] = field(
        default_factory=lambda: tuple(c.name for c in CUR2.columns if not c.optional)
    )

    @classmethod
    def before(cls, today: date, months: int) -> "BillingStory":
        """That many whole months, the last one the month before today's."""
        year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
        return cls(BillingPeriod(year, month + 1), months)

    def of_payer(self, payer: str) -> "BillingStory":
        """The same months as another payer's bill has them, with its own accounts and sums."""
        if payer == self.payer:
            return self
        drawn = zlib.crc32(payer.encode())
        return replace(
            self,
            seed=self.seed + drawn,
            payer=payer,
            organisation=f"org{payer[-4:]}-",
            size=0.4 + drawn % 100 / 100,
        )

    @property
    def accounts(self) -> dict[str, str]:
        """Account id → name; the payer is the first."""
        names = [f"{self.organisation}{name}" for name in ACCOUNTS]
        members = {f"{int(self.payer) + 1111 * n:012d}": name for n, name in enumerate(names)}
        return members | {self.payer: names[0]}

    def invoice(self, period: BillingPeriod) -> str:
        """The number of a month's invoice."""
        number = self.payer[-4:] if self.organisation else "0001"
        return f"EUINV{period.year % 100}-{period.month:02d}{number}"

    @property
    def periods(self) -> tuple[BillingPeriod, ...]:
        found = [self.first]
        while len(found) < self.months:
            found.append(found[-1].next)
        return tuple(found)


@dataclass(frozen=True)
class Resource:
    """One thing that costs, in one account; `team` None is untagged."""

    service: Service
    number: int
    account_id: str
    account_name: str
    team: str | None
    environment: str
    organisation: str = ""

    @property
    def id(self) -> str:
        """An ARN, or an instance or volume id, the same in every month."""
        pattern = self.service.resource_id
        kind = pattern or f"{self.service.product}{self.service.usage_type}"
        text = f"{self.organisation}{kind}{self.number}"
        digest = hashlib.sha256(text.encode()).hexdigest()
        if self.service.family == "Compute Instance":
            return f"i-0{digest[:16]}"
        if pattern:
            return pattern.format(account=self.account_id, digest=digest[:16])
        kind = self.service.product.removeprefix("Amazon").removeprefix("AWS").lower()
        return f"arn:aws:{kind}:eu-west-1:{self.account_id}:{digest[:12]}"

    @property
    def tags(self) -> dict[str, str]:
        if self.team is None:
            return {}
        return {"user_environment": self.environment, "user_team": self.team}


def read_services() -> list[Service]:
    """What the organisation uses, from services.csv."""
    with SERVICES.open(newline="") as lines:
        return [
            Service(
                row["product"],
                row["usage_type"],
                row["operation"],
                row["unit"],
                float(row["rate"]),
                int(row["resources"]),
                float(row["hourly"]),
                cast(Buying, row["buying"]),
                row["family"],
                row["instance_type"],
                row["resource_id"],
            )
            for row in csv.DictReader(lines)
        ]


def resources(story: BillingStory, slots: int) -> list[Resource]:
    """Everything the organisation runs; one month has `slots` line items for each."""
    services = read_services()
    scale = story.size
    if story.line_items_per_month is not None:
        scale *= story.line_items_per_month / (slots * sum(s.resources * 1.3 for s in services))
    accounts = list(story.accounts.items())
    found = []
    for service in services:
        for number in range(max(1, round(service.resources * scale))):
            account_id, name = accounts[number % len(accounts)]
            team = None if number % 5 == 4 else TEAMS[number % len(TEAMS)]
            environment = ENVIRONMENTS[number % len(ENVIRONMENTS)]
            found.append(
                Resource(service, number, account_id, name, team, environment, story.organisation)
            )
    return found
