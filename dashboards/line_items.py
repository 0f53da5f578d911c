"""What sealed months don't know: zones, any tag, single line items. It reads the bill itself, which
costs more: the range is short, and the filters matter.
"""

from dashboards import variables
from dashboards.board import Board
from dashboards.panels import Panels
from dashboards.subject import Subject

UID = "line-items"


def dashboard(subject: Subject) -> Board:
    """Where drilling down ends."""
    board = Board(
        UID,
        "Line items",
        "Zones, tags and line items, read from the bill itself: keep the range short.",
    )
    board.last_month()
    board.vary(
        [
            variables.one_of("measure", "Measure", variables.MEASURES, "which cost is meant"),
            variables.some_of(subject, "account_id", "Account", "account_id"),
            variables.some_of(subject, "service_code", "Service", "service_code"),
            variables.some_of(subject, "region", "Region", "region"),
            variables.words("zone", "Zone has", "e.g. eu-west-1a"),
            variables.words("usage_type", "Usage type has", "any part of it"),
            variables.words("resource", "Resource has", "any part of an id or ARN"),
            variables.words("tag", "Tag key", "as the bill writes it", "user_team"),
        ]
    )
    panels = Panels(subject)
    return board.show(
        panels.over_time("By availability zone", "line_items/by_zone"),
        panels.rows("By the tag ${tag:raw}", "line_items/by_tag", width=8),
        panels.rows("Line items by day", "line_items/by_day", width=16),
    )
