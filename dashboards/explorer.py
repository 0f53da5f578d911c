"""The explorer: any measure by any two dimensions, filtered by all of them, and deeper by a click."""

from collections.abc import Mapping

from dashboards import variables
from dashboards.board import Board
from dashboards.panels import Panels
from dashboards.subject import Subject
from modules.settings.query import tag_column

UID = "explorer"
DIMENSIONS = {
    "Service": "service_code",
    "Service name": "service",
    "Account": "account_id",
    "Account name": "account_name",
    "Payer": "payer_account_id",
    "Region": "region",
    "Category": "category",
    "Usage type": "usage_type",
    "Charge type": "charge_type",
    "Purchase option": "purchase_option",
}
FILTERS = (
    "payer_account_id",
    "account_id",
    "service_code",
    "category",
    "region",
    "charge_type",
    "purchase_option",
)
KEPT = ("costs", "measure", "step", "days", "usage_type", "resource", *FILTERS)
DEEPER = "${drill:percentencode}%7C${group:raw}%3D${__value.raw:percentencode}%7C"


def dashboard(subject: Subject) -> Board:
    """For questions that no other dashboard asks."""
    board = Board(UID, "Cost explorer", "Any measure by any dimension; click to go deeper.")
    board.vary(_choices(subject))
    panels = Panels(subject)
    board.show(
        panels.figures("On every basis", "explorer/total", width=15),
        panels.figures("The last month, if it goes on as it does", "explorer/forecast", width=9),
        panels.over_time("${measure:text} by ${group:text}", "explorer/over_time"),
        panels.rows(
            "By ${group:text} and ${then:text}",
            "explorer/by_group",
            links={"group": ("Look into it", _deeper(subject))},
            width=12,
        ),
        panels.rows("By ${group:text} on every basis", "explorer/by_measure", width=12),
        panels.rows("Resources", "explorer/resources", links=LINE_ITEMS),
    )
    return board


def _choices(subject: Subject) -> list[variables.Variable | None]:
    dimensions = DIMENSIONS | {f"Tag {tag}": tag_column(tag) for tag in subject.tags}
    whole = {"Whole months": "months", "Days of the range": "days"}
    then = _first(dimensions, "Usage type")
    return [
        variables.one_of("measure", "Measure", variables.MEASURES, "which cost is meant"),
        variables.one_of("group", "By", dimensions, "a row, and a series, for each of its values"),
        variables.one_of("then", "and", then, "divides the rows"),
        variables.one_of("step", "Step", variables.STEPS, "of the chart"),
        variables.one_of("days", "Range", whole, "a month's fees stand on its first day"),
        variables.some_of(subject, "payer_account_id", "Payer", "payer_account_id"),
        variables.some_of(subject, "account_id", "Account", "account_id"),
        variables.some_of(subject, "service_code", "Service", "service_code"),
        variables.categories(),
        variables.some_of(subject, "region", "Region", "region"),
        variables.some_of(subject, "charge_type", "Charge type", "charge_type"),
        variables.some_of(subject, "purchase_option", "Purchase option", "purchase_option"),
        *variables.tags(subject),
        variables.words("usage_type", "Usage type has", "any part of it, e.g. NatGateway"),
        variables.words("resource", "Resource has", "any part of an id or ARN; resources only"),
        variables.words("drill", "Looked into", "what clicks have added; empty it to go back"),
    ]


def _first(choices: Mapping[str, str], name: str) -> dict[str, str]:
    return {name: choices[name]} | dict(choices)


def _deeper(subject: Subject) -> str:
    """The same filters, the value that was clicked, and the second dimension as the first."""
    kept = (*KEPT, *(tag_column(tag) for tag in subject.tags))
    query = "&".join(f"${{{name}:queryparam}}" for name in kept)
    place = f"/d/aws-costs-{UID}?${{__url_time_range}}&{query}"
    return f"{place}&var-drill={DEEPER}&var-group=${{then:raw}}&var-then=usage_type"


LINE_ITEMS = {
    "resource_id": (
        "Its line items",
        "/d/aws-costs-line-items?${__url_time_range}&${costs:queryparam}&${measure:queryparam}"
        "&var-resource=${__value.raw:percentencode}",
    )
}
