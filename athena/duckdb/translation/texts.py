"""Values as text: decimals and timestamps with the digits of their type; a moment as a literal."""

from datetime import datetime, timedelta

from athena.types import LONGEST_DECIMAL, Type


def decimal_text(sql: str, source: Type) -> str:
    """`0.10`: DuckDB leaves out a zero that the precision has no digit for."""
    precision, scale = source.size
    if precision == scale < LONGEST_DECIMAL:
        sql = f"CAST({sql} AS DECIMAL({precision + 1},{scale}))"
    return f"CAST({sql} AS VARCHAR)"


def timestamp_text(sql: str, digits: int, separator: str = " ") -> str:
    """`2018-10-01 00:00:00.000` with so many fractional digits."""
    whole = f"%Y-%m-%d{separator}%H:%M:%S"
    if digits == 0:
        return f"strftime({sql}, '{whole}')"
    full = f"strftime({sql}, '{whole}.%f')"
    return full if digits == 6 else f"left({full}, {20 + digits})"


def moment_sql(moment: datetime) -> str:
    return f"TIMESTAMP '{moment:%Y-%m-%d %H:%M:%S.%f}'"


def rounded(moment: datetime, digits: int) -> datetime:
    """The moment in so many digits of a second, the nearest."""
    unit = 10 ** max(6 - digits, 0)
    microseconds = (moment.microsecond + unit // 2) // unit * unit
    return moment.replace(microsecond=0) + timedelta(microseconds=microseconds)
