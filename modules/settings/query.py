"""What a query may cost, and the months that are kept small: `query`."""

import re
from typing import Annotated

from pydantic import Field
from pydantic import field_validator as validates

from modules.settings.accounts import ListedAccount, read_accounts
from modules.settings.base import Settings, matching
from modules.settings.library import LibrarySettings
from modules.settings.problems import refuse
from modules.settings.scan_limit import ScanLimit

MOST_TAGS = 20

TagKey = Annotated[
    str,
    matching(
        r"(user|aws)[_:][A-Za-z0-9_.:/=+\-@ ]{1,123}",
        "a tag key as the bill writes it: user_ or aws_ and a-z A-Z 0-9, spaces and _ . : / = + - @,"
        " at most 128",
        "copy it from `allocation/tag_keys`: the tag team is user_team, CostCenter is user_cost_center",
    ),
]


def tag_column(key: str) -> str:
    """The column of a tag: `tag_user_team` of `user_team`."""
    return "tag_" + re.sub(r"\W", "_", key.lower())


class SealedSettings(Settings):
    """The sealed months: small tables that are rebuilt after each delivery."""

    enabled: bool = Field(True, description="keep daily_costs and resource_costs, where costs are")
    scan_limit_bytes: ScanLimit = Field(
        1_099_511_627_776,
        description="sealing a month that would read more fails (1 TiB = $5); readers have their own",
    )
    catch_up_schedule: Annotated[
        str,
        matching(
            r"cron\(\S+ \S+ \S+ \S+ \S+ \S+\)",
            "an EventBridge cron expression of six fields, e.g. 'cron(0 6 ? * SUN *)'",
            "write it as cron(minutes hours day-of-month month day-of-week year), UTC",
        ),
    ] = Field("cron(0 6 ? * SUN *)", description="seals the last two months anew; UTC")


class QuerySettings(Settings):
    """The workgroup of people and tools, and what they read."""

    scan_limit_bytes: ScanLimit = Field(
        107_374_182_400, description="a query that would read more is cancelled (100 GiB = $0.50)"
    )
    tags: tuple[TagKey, ...] = Field(
        (),
        strict=False,
        description="tags, as the bill writes them, that become columns of the sealed months: user_team "
        "(the tag team, of FOCUS, too) is tag_user_team",
    )
    accounts: str | None = Field(
        None,
        description="a CSV file beside cdktf.json: account_id, account_name, business_unit, owner, …",
    )
    library: LibrarySettings = LibrarySettings()
    sealed: SealedSettings = SealedSettings()

    @validates("accounts")
    @classmethod
    def _a_file_of_accounts(cls, file: str | None) -> str | None:
        if file is not None:
            read_accounts(file)
        return file

    @property
    def listed_accounts(self) -> tuple[ListedAccount, ...]:
        """Those of the file; none without one."""
        return read_accounts(self.accounts) if self.accounts is not None else ()

    @validates("tags")
    @classmethod
    def _a_column_each(cls, tags: tuple[str, ...]) -> tuple[str, ...]:
        columns = [tag_column(tag) for tag in tags]
        twice = [
            tag for tag, column in zip(tags, columns, strict=True) if columns.count(column) > 1
        ]
        if twice:
            raise refuse(
                f"tags whose columns differ; {' and '.join(twice)} are both {tag_column(twice[0])}",
                "leave one of them out",
            )
        if len(tags) > MOST_TAGS:
            raise refuse(f"at most {MOST_TAGS} tags", "name those that costs are grouped by")
        return tags
