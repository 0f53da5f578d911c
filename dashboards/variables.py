"""What is chosen above the panels. Values come from the sealed months, which are small: Grafana asks
for them again whenever the range changes, and never reuses an answer.
"""

from collections.abc import Mapping

from grafana_foundation_sdk.builders import dashboard
from grafana_foundation_sdk.models.dashboard import VariableOption, VariableRefresh, VariableSort

from dashboards.panels import COSTS
from dashboards.statements import NO_WORDS, ask
from dashboards.subject import Subject
from modules.settings.query import tag_column

EVERY = "'*'"  # Grafana puts it where the values would be, unquoted: no list of thousands
MEASURES = {
    "Net amortized (used up after discounts)": "net_amortized_cost",
    "Amortized (used up)": "amortized_cost",
    "Unblended (invoiced)": "unblended_cost",
    "Net unblended": "net_unblended_cost",
    "Public prices (list)": "public_cost",
}
STEPS = {"Day": "day", "Week": "week", "Month": "month", "Quarter": "quarter"}
Variable = (
    dashboard.QueryVariable
    | dashboard.CustomVariable
    | dashboard.TextBoxVariable
    | dashboard.DatasourceVariable
)


def source(name: str, kind: str, label: str, uid: str) -> Variable:
    """The data source, so that a dashboard works where it has another uid."""
    chosen = VariableOption(text=label, value=uid)
    return dashboard.DatasourceVariable(name).label(label).type(kind).current(chosen)


def one_of(name: str, label: str, choices: Mapping[str, str], says: str) -> Variable:
    """One of fixed choices, the first by default; `choices` are values by what people read."""
    text, value = next(iter(choices.items()))
    listed = ",".join(f"{shown} : {meant}" for shown, meant in choices.items())
    variable = dashboard.CustomVariable(name).label(label).description(says).values(listed)
    return variable.allow_custom_value(False).current(VariableOption(text=text, value=value))


def words(name: str, label: str, says: str, default: str = "") -> Variable:
    """What people type."""
    variable = dashboard.TextBoxVariable(name).label(label).description(says)
    return variable.default_value(default).current(VariableOption(text=default, value=default))


def some_of(
    subject: Subject, name: str, label: str, column: str, sql: str | None = None
) -> Variable | None:
    """Any number of the values of a column; None where no sealed table or view has it."""
    found = {"column": column} if sql else NO_WORDS
    asked = ask(subject, f"variables/{sql or column}", found)
    if asked is None:
        return None
    query = {
        "rawSQL": asked.sql,
        "format": 1,
        "refId": "A",
        "connectionArgs": {
            "region": "__default",
            "catalog": "__default",
            "database": "__default",
            "resultReuseEnabled": True,
            "resultReuseMaxAgeInMinutes": 60,
        },
    }
    return (
        dashboard.QueryVariable(name)
        .label(label)
        .description(asked.answers)
        .datasource(COSTS)
        .query(query)
        .refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(VariableSort.DISABLED)
        .multi(True)
        .include_all(True)
        .all_value(EVERY)
        .current(VariableOption(text=["All"], value=["$__all"]))
    )


def categories() -> Variable:
    """OpenCost's five."""
    return (
        dashboard.CustomVariable("category")
        .label("Category")
        .description("by usage type and service, as OpenCost divides them")
        .values("Compute,Storage,Network,Management,Other")
        .multi(True)
        .include_all(True)
        .all_value(EVERY)
        .current(VariableOption(text=["All"], value=["$__all"]))
    )


def tags(subject: Subject) -> list[Variable | None]:
    """One for each tag of query.tags."""
    columns = {tag: tag_column(tag) for tag in subject.tags}
    return [
        some_of(subject, column, f"Tag {tag}", column, "tag") for tag, column in columns.items()
    ]
