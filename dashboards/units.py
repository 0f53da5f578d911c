"""How the numbers of a column are shown, by its name: the same names as in `queries/`."""

import re

from grafana_foundation_sdk.models import units

MONEY = r"cost$|_cost_|_effect$|savings$"
GIGABYTES = r"gigabyte"
SHARE = r"share|coverage$|utilisation$|break_even$"


def money(currency: str) -> str:
    """Grafana's own unit where it has one for the currency, else its code before the number."""
    own = f"currency{currency}"
    return own if own in vars(units).values() else f"currency:{currency} "


def by_column(currency: str) -> dict[str, str]:
    """A unit for each pattern of column names; in Grafana the last that fits holds."""
    return {MONEY: money(currency), GIGABYTES: units.Gigabytes, SHARE: units.PercentUnit}


def of_column(name: str, currency: str) -> str:
    """The unit of one column; `short` for counts and for amounts of many units."""
    found = [unit for pattern, unit in by_column(currency).items() if re.search(pattern, name)]
    return found[-1] if found else units.Short
