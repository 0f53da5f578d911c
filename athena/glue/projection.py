"""Partition projection: partitions that a table's properties describe instead of the catalog.

Athena computes every value the properties allow and reads the folders that exist. Here it is read
backwards, which gives the same rows: the folders that exist are matched with the location template and
kept when the properties allow their values. `injected` columns take any value; Athena also insists on
an equality in WHERE, which is not checked.
https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

JAVA_DATES = {"yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S"}
PLACE = re.compile(r"\$\{(\w+)\}")
NOW = re.compile(r"NOW(?:([+-]\d+)(YEAR|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S?)?", re.IGNORECASE)


class Projection:
    """The projected partitions of one table."""

    def __init__(self, keys: Sequence[str], location: str, properties: Mapping[str, str]) -> None:
        self._keys = tuple(keys)
        self._properties = properties
        hive_style = location.rstrip("/") + "/" + "".join(f"{key}=${{{key}}}/" for key in keys)
        self.template = properties.get("storage.location.template", hive_style)

    @staticmethod
    def enabled(properties: Mapping[str, str]) -> bool:
        return properties.get("projection.enabled", "false").lower() == "true"

    @property
    def root(self) -> str:
        """The location above which no partition lies."""
        return PLACE.split(self.template)[0]

    def match(self, uri: str) -> tuple[tuple[str, ...], str] | None:
        """The values and the location of the partition an object belongs to, or None."""
        found = self._pattern.match(uri)
        if not found:
            return None
        values = tuple(found[key] for key in self._keys)
        allowed = all(map(self._allows, self._keys, values))
        return (values, found[0]) if allowed else None

    @property
    def _pattern(self) -> re.Pattern[str]:
        parts = PLACE.split(self.template.rstrip("/") + "/")
        seen: set[str] = set()
        pattern = re.escape(parts[0])
        for key, text in zip(parts[1::2], parts[2::2], strict=True):
            pattern += f"(?P={key})" if key in seen else f"(?P<{key}>[^/]+)"
            pattern += re.escape(text)
            seen.add(key)
        return re.compile(pattern)

    def _allows(self, key: str, value: str) -> bool:
        match self._property(key, "type").lower():
            case "enum":
                return value in [one.strip() for one in self._property(key, "values").split(",")]
            case "integer":
                return self._allows_integer(key, value)
            case "date":
                return self._allows_date(key, value)
            case kind:
                return kind == "injected"

    def _allows_integer(self, key: str, value: str) -> bool:
        low, high = (int(end) for end in self._property(key, "range").split(","))
        digits = int(self._property(key, "digits", "0"))
        step = int(self._property(key, "interval", "1"))
        if not re.fullmatch(r"-?\d+", value) or value != f"{int(value):0{digits}d}":
            return False
        return low <= int(value) <= high and (int(value) - low) % step == 0

    def _allows_date(self, key: str, value: str) -> bool:
        format_ = self._property(key, "format")
        low, high = self._property(key, "range").split(",")
        try:
            moment = _parse(value, format_)
        except ValueError:
            return False
        return _bound(low, format_) <= moment <= _bound(high, format_)

    def _property(self, key: str, name: str, default: str = "") -> str:
        return self._properties.get(f"projection.{key}.{name}", default)


def _python_format(java: str) -> str:
    return re.sub("|".join(JAVA_DATES), lambda found: JAVA_DATES[found[0]], java.replace("'", ""))


def _parse(text: str, java: str) -> datetime:
    """Raises ValueError also for a text that the format would not write back, such as `2025-1`."""
    format_ = _python_format(java)
    moment = datetime.strptime(text, format_)
    if moment.strftime(format_) != text:
        raise ValueError(text)
    return moment


def _bound(text: str, java: str) -> datetime:
    """An end of a date range: a date in the column's format, or NOW with an offset."""
    found = NOW.fullmatch(text.replace(" ", ""))
    if not found:
        return _parse(text.strip(), java)
    now = datetime.now(UTC).replace(tzinfo=None)
    if found[1] is None:
        return now
    count, unit = int(found[1]), found[2].upper()
    if unit in ("YEAR", "MONTH"):
        month = now.year * 12 + now.month - 1 + count * (12 if unit == "YEAR" else 1)
        return now.replace(year=month // 12, month=month % 12 + 1, day=min(now.day, 28))
    return now + count * timedelta(**{unit.lower() + "s": 1})
