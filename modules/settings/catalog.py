"""The crawlers: `catalog`."""

from typing import Annotated

from pydantic import Field

from modules.settings.base import Settings, matching


class CatalogSettings(Settings):
    """The crawlers' safety net."""

    safety_schedule: Annotated[
        str,
        matching(
            r"cron\(\S+ \S+ \S+ \S+ \S+ \S+\)",
            "a Glue cron expression of six fields, e.g. 'cron(0 4 ? * SUN *)'; rate() is refused",
            "write it as cron(minutes hours day-of-month month day-of-week year), UTC",
        ),
    ] = Field("cron(0 4 ? * SUN *)", description="catches what a lost event left; UTC")
