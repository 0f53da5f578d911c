"""Budgets of a month, each with limits of its own: `monitoring.budgets`."""

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo
from pydantic import field_validator as validates

from modules.settings.base import AccountId, Settings, between, matching
from modules.settings.problems import refuse

MOST_NOTIFICATIONS = 10  # of a budget

BudgetName = Annotated[
    str,
    matching(
        r"[a-z][a-z0-9\-]{0,29}",
        "1 to 30 of a-z 0-9 -, a letter first, e.g. 'everything'",
        "shorten it, remove other characters",
    ),
]
Percent = Annotated[int, between(1, 1000, "percent of the limit")]


class BudgetSettings(Settings):
    """One budget; AWS compares several times a day, and the alarms' topic is told."""

    limit_usd: Annotated[int, between(1, 10**9, "US dollars a month")] = Field(
        description="US dollars a month"
    )
    accounts: tuple[AccountId, ...] = Field(
        (), strict=False, description="only costs of these; default: all that the account pays for"
    )
    cost: Literal["unblended", "amortized"] = Field(
        "unblended", description="which cost: docs/cost-language.md"
    )
    actual: tuple[Percent, ...] = Field(
        (80, 100),
        strict=False,
        description="tell when more percent of the limit than this is spent",
    )
    forecast: tuple[Percent, ...] = Field(
        (100,),
        strict=False,
        validate_default=True,
        description="tell when AWS's forecast of the month says so; it needs five weeks of history",
    )

    @validates("forecast")
    @classmethod
    def _told_of_something(cls, forecast: tuple[int, ...], info: ValidationInfo) -> tuple[int, ...]:
        actual = info.data.get("actual", ())
        if (
            "actual" in info.data
            and not 1 <= len({*actual}) + len({*forecast}) <= MOST_NOTIFICATIONS
        ):
            allowed = f"together with `actual` 1 to {MOST_NOTIFICATIONS} percentages"
            raise refuse(allowed, "name as many as AWS takes of one budget")
        return forecast
