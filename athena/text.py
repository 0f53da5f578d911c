"""Result values as Athena writes them, in GetQueryResults and in result files: text, by Trino type.

Athena's text is Java's (`1.0E7`, `NaN`, `{k=v}`), not Python's, so it needs the type: the same float is
`0.1` as a double and as a real, and a timestamp shows as many digits as its precision has. Absent:
quoting. A map whose values hold `, ` reads ambiguously here as it does in Athena.
"""

import math
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from athena.types import Type, trino_type

Render = Callable[[object], str]

REAL_DIGITS = 9  # tell every pair of 32-bit floats apart


def athena_text(value: object, type_: str) -> str | None:
    """The text of a value of a Trino type such as `map(varchar, double)`; None for NULL.

    Takes the Python values that an `EngineResult` holds; a NULL inside a container is `null`.
    """
    return None if value is None else _renderer(type_)(value)


@lru_cache(maxsize=1024)
def _renderer(type_: str) -> Render:
    return _render(trino_type(type_))


def _render(type_: Type) -> Render:
    match type_.base:
        case "double":
            return lambda value: _java_float(value, repr)
        case "real":
            return lambda value: _java_float(value, _shortest_real)
        case "decimal":
            return lambda value: f"{value:.{type_.size[1]}f}"
        case "timestamp" | "time" | "timestamp with time zone" | "time with time zone":
            return lambda value: _moment(value, type_.size[0])
        case "array":
            return _array(_render(type_.of[0]))
        case "map":
            key, item = map(_render, type_.of)
            return _pairs(lambda value: [(key(k), v, item) for k, v in _mapping(value).items()])
        case "row":
            items = [_render(field) for field in type_.of]
            names = type_.field_names
            return _pairs(lambda value: zip(names, _fields(value), items, strict=True))
    return _plain


def _plain(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case bytes() | bytearray():
            return value.hex(" ")
        case timedelta():
            return _days_to_seconds(value)
        case relativedelta():
            months = value.years * 12 + value.months
            years, rest = divmod(abs(months), 12)
            return f"{'-' if months < 0 else ''}{years}-{rest}"
        case str() | int() | date() | UUID():
            return str(value)
    raise TypeError(f"{value!r} ({type(value).__name__}) is no value an engine should return here")


def _java_float(value: object, shortest: Callable[[float], str]) -> str:
    """As Java's Double.toString: at least one decimal, an exponent outside 0.001 to 10,000,000."""
    number = float(value)  # type: ignore[arg-type]
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    exact = Decimal(shortest(number))
    if number == 0 or 1e-3 <= abs(number) < 1e7:
        text = f"{exact:f}"
        return text if "." in text else f"{text}.0"
    digits = "".join(map(str, exact.normalize().as_tuple().digits))
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{exact.adjusted()}"


def _shortest_real(number: float) -> str:
    bits = struct.pack("f", number)
    tries = (f"{number:.{digits}g}" for digits in range(1, REAL_DIGITS))
    right = (text for text in tries if struct.pack("f", float(text)) == bits)
    return next(right, f"{number:.{REAL_DIGITS}g}")


def _moment(value: object, precision: int) -> str:
    if not isinstance(value, datetime | time):
        return _plain(value)
    naive = value.replace(tzinfo=None)
    text = naive.isoformat(" ", "seconds") if isinstance(naive, datetime) else f"{naive:%H:%M:%S}"
    if precision:
        text += "." + f"{value.microsecond:06d}".ljust(precision, "0")[:precision]
    return f"{text}{_zone(value)}"


def _zone(value: datetime | time) -> str:
    if value.tzinfo is None:
        return ""
    region = getattr(value.tzinfo, "key", None) or value.tzname()
    if region in ("UTC", "Etc/UTC") or (region and "/" in region):
        return f" {region.removeprefix('Etc/')}"
    return f" {value.strftime('%z')[:3]}:{value.strftime('%z')[3:5]}"


def _days_to_seconds(value: timedelta) -> str:
    milliseconds = round(value / timedelta(milliseconds=1))
    seconds, rest = divmod(abs(milliseconds), 1000)
    days, seconds = divmod(seconds, 86400)
    sign = "-" if milliseconds < 0 else ""
    clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{sign}{days} {clock}.{rest:03d}"


def _array(item: Render) -> Render:
    def render(value: object) -> str:
        if not isinstance(value, list | tuple):
            raise TypeError(f"{value!r} is not an array")
        return f"[{', '.join(_inner(element, item) for element in value)}]"

    return render


def _pairs(entries: Callable[[object], Iterable[tuple[str, object, Render]]]) -> Render:
    def render(value: object) -> str:
        return f"{{{', '.join(f'{k}={_inner(v, item)}' for k, v, item in entries(value))}}}"

    return render


def _inner(value: object, item: Render) -> str:
    return "null" if value is None else item(value)


def _mapping(value: object) -> Mapping[object, object]:
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} is not a map")
    return value


def _fields(value: object) -> Sequence[object]:
    return list(value.values()) if isinstance(value, Mapping) else list(value)  # type: ignore[call-overload]
