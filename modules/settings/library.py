"""Which saved queries stand in the workgroup: `query.library`."""

from typing import Annotated

from pydantic import AfterValidator, Field

from modules.settings.base import Settings
from modules.settings.problems import refuse
from modules.themes import FOLDERS


def _known(theme: str) -> str:
    if theme not in FOLDERS:
        raise refuse(f"folders of queries/: {', '.join(FOLDERS)}", "choose among them")
    return theme


class LibrarySettings(Settings):
    """Each saved query is a resource more, which Terraform refreshes and HCP Terraform bills.

    Dashboards, sealed months, the report and `costs query --saved` need none of them.
    """

    themes: tuple[Annotated[str, AfterValidator(_known)], ...] = Field(
        FOLDERS,
        strict=False,
        description="folders of queries/ whose questions are saved in the workgroup; [] saves none",
    )
    prepared_statements: bool = Field(
        True, description="save those that take parameters as prepared statements, too"
    )
