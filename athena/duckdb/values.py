"""DuckDB's values as those of an `EngineResult`: intervals are numbers there, instants plain times."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from athena.errors import SqlError
from athena.types import DAYS, MONTHS, ZONED, Type

Convert = Callable[[object], object]


def converter(type_: Type) -> Convert | None:
    """What makes a Trino value of DuckDB's; None where they are the same."""
    match type_.base:
        case str(base) if base == DAYS:
            return _unless_null(lambda value: timedelta(milliseconds=int(str(value))))
        case str(base) if base == MONTHS:
            return _unless_null(lambda value: relativedelta(months=int(str(value))))
        case str(base) if base == ZONED:
            return _unless_null(lambda value: _instant(value, type_.zone))
        case "date" | "timestamp":
            return _unless_null(_of_our_era)
        case "array" | "map" | "row":
            return _of_container(type_)
    return None


def _unless_null(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)


def _of_our_era(value: object) -> object:
    """DuckDB gives a text for what Python's calendar doesn't reach."""
    if isinstance(value, str):
        raise SqlError("NOT_SUPPORTED", f"Python can't hold a value: {value}")
    return value


def _instant(value: object, zone: str) -> object:
    moment = _of_our_era(value)
    assert isinstance(moment, datetime)
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))


def _of_container(type_: Type) -> Convert | None:
    inner = [converter(of) for of in type_.of]
    if not any(inner):
        return None
    changes = [convert or (lambda value: value) for convert in inner]

    def convert(value: object) -> object:
        match value:
            case list() | tuple():
                return [changes[0](item) for item in value]
            case dict() if type_.base == "map":
                return {changes[0](key): changes[1](item) for key, item in value.items()}
            case dict():
                items = zip(value.items(), changes, strict=True)
                return {name: change(item) for (name, item), change in items}
        return value

    return convert
