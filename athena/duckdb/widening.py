"""Which of Trino's types widen to which: what CASE, COALESCE, UNION and comparisons need."""

from athena.errors import unsupported
from athena.types import INTEGERS, LONGEST_DECIMAL, NUMBERS, ZONED, Type, decimal


def as_decimal(type_: Type) -> Type:
    """The decimal that holds every value of an integer type."""
    return decimal(INTEGERS[type_.base], 0) if type_.base in INTEGERS else type_


def common(left: Type, right: Type) -> Type | None:
    """The type both widen to, as CASE, COALESCE, UNION and comparisons need it; None without one."""
    if left == right or right.base == "unknown":
        return _same_zone(left, right)
    if left.base == "unknown":
        return right
    if left.base == right.base:
        return _common_of_kind(left, right)
    if left.base in NUMBERS and right.base in NUMBERS:
        return _common_number(left, right)
    for narrow, wide in ((left, right), (right, left)):
        if narrow.base == "date" and wide.base in ("timestamp", ZONED):
            return wide
        if narrow.base == "timestamp" and wide.base == ZONED:
            return Type(ZONED, max(narrow.size, wide.size), zone=wide.zone)
    return None


def _same_zone(left: Type, right: Type) -> Type:
    if right.base == ZONED and left.zone != right.zone:
        raise unsupported(f"timestamps of {left.zone} and of {right.zone} in one place")
    return left


def _common_of_kind(left: Type, right: Type) -> Type | None:
    if left.base == "decimal":
        scale = max(left.size[1], right.size[1])
        whole = max(left.size[0] - left.size[1], right.size[0] - right.size[1])
        return decimal(min(LONGEST_DECIMAL, whole + scale), scale)
    if left.size:
        return Type(left.base, max(left.size, right.size), zone=_same_zone(left, right).zone)
    if len(left.of) != len(right.of):
        return None
    inner = [common(a, b) for a, b in zip(left.of, right.of, strict=True)]
    if any(type_ is None for type_ in inner):
        return None
    pairs = zip(left.names, right.names, strict=True)
    names = tuple(a if a == b else None for a, b in pairs)
    return Type(left.base, of=tuple(t for t in inner if t is not None), names=names)


def _common_number(left: Type, right: Type) -> Type | None:
    wider = max(left, right, key=lambda type_: NUMBERS.index(type_.base))
    if wider.base != "decimal":
        return wider
    return _common_of_kind(as_decimal(left), as_decimal(right))


def widens(narrow: Type, wide: Type) -> bool:
    """Does Trino widen without a CAST?"""
    return common(narrow, wide) == wide
