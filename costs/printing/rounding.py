"""Doubles as people read them: no digits that only adding up has made."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from costs.bill.question import Answer

DIGITS = 3  # of a column's largest value, where it is below 1
DECIMALS = 2  # at least, as of money
LARGEST = 1e15  # beyond, doubles hold no decimals


def rounded(found: "Answer") -> tuple[tuple[str | None, ...], ...]:
    """The rows with every column of doubles rounded alike."""
    columns = list(zip(*found.rows, strict=True))
    for place, type_ in enumerate(found.types if columns else ()):
        if type_ in ("double", "real"):
            columns[place] = tuple(_column(columns[place]))
    return tuple(zip(*columns, strict=True))


def _column(values: Sequence[str | None]) -> Sequence[str | None]:
    found = [None if value is None else float(value) for value in values]
    largest = max((abs(v) for v in found if v is not None and math.isfinite(v)), default=0.0)
    if largest >= LARGEST:
        return values
    small = DIGITS - 1 - math.floor(math.log10(largest)) if largest else 0
    decimals = max(DECIMALS, small)
    return [None if value is None else f"{value:z,.{decimals}f}" for value in found]
