"""Which rows of the bill a reader sees: `consumers.readers.<name>.only`."""

from typing import Annotated

from pydantic import Field

from modules.settings.base import Settings, matching
from modules.settings.query import TagKey
from modules.settings.tags import ALLOWED, CHARACTERS

MemberId = Annotated[
    str,
    matching(
        r"\d{12}",
        "12 digits, as a string",
        "copy it from `SELECT account_id, account_name FROM accounts`",
    ),
]
TagValue = Annotated[
    str,
    matching(
        f"{CHARACTERS}{{0,256}}",
        f"a tag's value: at most 256 {ALLOWED}; '' is what isn't tagged",
        "copy it from `SELECT DISTINCT tag_… FROM daily_costs`",
    ),
]


class OnlySettings(Settings):
    """A row is seen when its account is named, or one of its tags has a value that is named."""

    accounts: tuple[MemberId, ...] = Field(
        (),
        strict=False,
        description="the reader sees only costs of these accounts, or of these tags: docs/access.md",
    )
    tags: dict[TagKey, tuple[TagValue, ...]] = Field(
        default_factory=dict, strict=False, description="values by tag, each tag one of query.tags"
    )

    @property
    def everything(self) -> bool:
        """Nothing is named, so nothing is left out."""
        return not self.accounts and not any(self.tags.values())
