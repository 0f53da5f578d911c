"""What Grafana does to a statement before Athena gets it: variables first, then the plugin's macros.

After grafana/athena-datasource, `pkg/athena/macros.go`: the quotes of a format are part of it, so they
come back around the time; all times are UTC. Variables: `sqlstring` quotes each value and doubles its
quotes, `raw` puts it as it is; an own "all" value is put as it is, whatever the format.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

MACRO = re.compile(r"\$__(\w+)(?:\(([^()]*)\))?")
VARIABLE = re.compile(r"\$\{(\w+):(\w+)\}")
LAYOUT = {"yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S"}


@dataclass(frozen=True)
class Range:
    """What is chosen in the time picker, UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Every:
    """`All` of a variable with an own value for it."""

    value: str


Chosen = str | Sequence[str] | Every


def expanded(sql: str, chosen: Mapping[str, Chosen], times: Range) -> str:
    """The text that Athena gets; KeyError for a variable or a macro that isn't known."""
    sql = VARIABLE.sub(lambda found: _formatted(chosen[found[1]], found[2]), sql)
    return MACRO.sub(lambda found: _MACROS[found[1]](found[2] or "", times), sql)


def _formatted(value: Chosen, form: str) -> str:
    if isinstance(value, Every):
        return value.value
    values = [value] if isinstance(value, str) else value
    if form == "raw":
        return ",".join(values)
    if form == "sqlstring":
        return ",".join("'" + text.replace("'", "''") + "'" for text in values)
    raise KeyError(form)


def _raw(moment: datetime, layout: str) -> str:
    for word, code in LAYOUT.items():
        layout = layout.replace(word, code)
    return moment.strftime(layout)


def _date_filter(column: str, times: Range) -> str:
    return f"{column} BETWEEN date '{times.start:%Y-%m-%d}' AND date '{times.end:%Y-%m-%d}'"


_MACROS = {
    "rawTimeFrom": lambda layout, times: _raw(times.start, layout),
    "rawTimeTo": lambda layout, times: _raw(times.end, layout),
    "dateFilter": _date_filter,
}
