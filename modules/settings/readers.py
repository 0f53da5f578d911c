"""Readers by name, each with limits of its own: `consumers.readers`."""

from typing import Annotated

from pydantic import Field, ValidationInfo
from pydantic import field_validator as validates

from modules.settings.base import Settings, matching
from modules.settings.only import OnlySettings
from modules.settings.principals import ExternalId, Principal
from modules.settings.problems import refuse
from modules.settings.scan_limit import ScanLimit

# A role's name has 64 characters: at most 10 of the prefix and 14 of the Region are around this one.
ReaderName = Annotated[
    str,
    matching(
        r"[a-z][a-z0-9\-]{0,29}",
        "1 to 30 of a-z 0-9 -, a letter first, e.g. 'analyst'",
        "shorten it, remove other characters",
    ),
]


class ReaderSettings(Settings):
    """One reader: an analyst, a BI tool, another account."""

    principals: tuple[Principal, ...] = Field(
        (),
        strict=False,
        description="roles or users, of other accounts too, that may assume the reader's role; "
        "without any there is its policy alone, to attach",
    )
    external_id: ExternalId | None = Field(
        None,
        validate_default=True,
        description="what they have to say, too: for a tool that serves many customers",
    )
    scan_limit_bytes: ScanLimit = Field(
        10_737_418_240, description="a query that would read more is cancelled (10 GiB = $0.05)"
    )
    only: OnlySettings = OnlySettings()

    @validates("external_id")
    @classmethod
    def _said_by_somebody(cls, external_id: str | None, info: ValidationInfo) -> str | None:
        if external_id is not None and info.data.get("principals") == ():
            raise refuse("left out where there are no principals", "name principals, or remove it")
        return external_id

    @validates("only")
    @classmethod
    def _of_something(cls, only: OnlySettings) -> OnlySettings:
        if only.everything:  # a list that came out empty must not open the whole bill
            raise refuse(
                "at least one account, or one value of a tag",
                "name some; without `only` the reader sees all",
            )
        return only
