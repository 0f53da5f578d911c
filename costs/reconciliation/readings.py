"""Where FOCUS and CUR call the same money by different names: each reading is a rule, with its evidence.

https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-focus-1-2-aws.html
"""

from collections.abc import Callable
from dataclasses import dataclass

from costs.reconciliation.entries import Entry, Label, Telling
from costs.reconciliation.findings import HALF_A_CENT

Evidence = Callable[[Telling, Telling, str], bool]
CORRECTED = {"Usage": "Usage", "Purchase": "Fee"}
DISCOUNTED = ("Usage", "Commitment fee", "Fee", "Discount")


@dataclass(frozen=True)
class Reading:
    """Charge types under other names, when there is evidence in the month; `rule` says why."""

    rule: str
    label: Label
    evidence: Evidence


def charge_type(entry: Entry) -> str:
    """As it is told."""
    return entry.charge_type


def _as_corrected(entry: Entry) -> str:
    if entry.charge_type == "Refund":
        return CORRECTED.get(entry.line_item_type, entry.charge_type)
    return entry.charge_type


def _with_discounts(entry: Entry) -> str:
    return ", ".join(DISCOUNTED) if entry.charge_type in DISCOUNTED else entry.charge_type


def _both(entry: Entry) -> str:
    corrected = _as_corrected(entry)
    return ", ".join(DISCOUNTED) if corrected in DISCOUNTED else corrected


def _corrections(left: Telling, right: Telling, measure: str) -> bool:
    sides = (*left.entries, *right.entries)
    corrected = (e for e in sides if e.charge_type == "Refund" and e.line_item_type in CORRECTED)
    return any(abs(entry.value(measure)) >= HALF_A_CENT for entry in corrected)


def _discounts(left: Telling, right: Telling, measure: str) -> bool:
    """One side has them as line items, the other in each row."""
    sides = [side.by(charge_type, measure).get("Discount", 0.0) for side in (left, right)]
    return (abs(sides[0]) >= HALF_A_CENT) != (abs(sides[1]) >= HALF_A_CENT)


def _both_seen(left: Telling, right: Telling, measure: str) -> bool:
    return _corrections(left, right, measure) and _discounts(left, right, measure)


CORRECTION_RULE = (
    "FOCUS has a class for a later correction of usage or a purchase, CUR one more line of it"
)
DISCOUNT_RULE = (
    "FOCUS takes a private discount off each row, CUR without net columns has line items of it"
)
READINGS = (
    Reading(CORRECTION_RULE, _as_corrected, _corrections),
    Reading(DISCOUNT_RULE, _with_discounts, _discounts),
    Reading(f"{CORRECTION_RULE}; {DISCOUNT_RULE}", _both, _both_seen),
)
