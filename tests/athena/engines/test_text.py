"""athena_text."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from athena.text import athena_text

BERLIN = ZoneInfo("Europe/Berlin")
OCTOBER = datetime(2018, 10, 1)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e7, "1.0E7"),
        (9999999.5, "9999999.5"),
        (-1234567890.125, "-1.234567890125E9"),
        (0.1, "0.1"),
        (0.001, "0.001"),
        (0.0001, "1.0E-4"),
        (1e-5, "1.0E-5"),
        (1.7976931348623157e308, "1.7976931348623157E308"),
        (100.0, "100.0"),
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (float("nan"), "NaN"),
        (float("inf"), "Infinity"),
        (float("-inf"), "-Infinity"),
    ],
)
def test_double_reads_as_javas_double_tostring(value: float, text: str) -> None:
    """... with an exponent outside 0.001 to 10,000,000 and always one decimal."""
    assert athena_text(value, "double") == text


@pytest.mark.parametrize("value", [0.1, 0.10000000149011612])
def test_real_has_as_few_digits_as_tell_it_apart(value: float) -> None:
    """... from other 32-bit floats, even where the engine hands out the widened number."""
    assert athena_text(value, "real") == "0.1"
    assert athena_text(16777216.0, "real") == "1.6777216E7"


@pytest.mark.parametrize(
    ("value", "type_", "text"),
    [
        (Decimal("1E+2"), "decimal(38,2)", "100.00"),
        (Decimal("-0.5"), "decimal(3, 1)", "-0.5"),
        (
            Decimal("12345678901234567890123456789012345678"),
            "decimal(38,0)",
            "1234567890" * 3 + "12345678",
        ),
        (Decimal("0.0000001"), "decimal(10,7)", "0.0000001"),
    ],
)
def test_decimal_keeps_its_scale(value: Decimal, type_: str, text: str) -> None:
    """... and never turns to an exponent."""
    assert athena_text(value, type_) == text


@pytest.mark.parametrize(
    ("value", "type_", "text"),
    [
        (OCTOBER, "timestamp(3)", "2018-10-01 00:00:00.000"),
        (OCTOBER, "timestamp", "2018-10-01 00:00:00.000"),
        (OCTOBER, "timestamp(0)", "2018-10-01 00:00:00"),
        (OCTOBER.replace(microsecond=1234), "timestamp(6)", "2018-10-01 00:00:00.001234"),
        (OCTOBER.replace(microsecond=1234), "timestamp(9)", "2018-10-01 00:00:00.001234000"),
        (datetime(99, 1, 1), "timestamp(3)", "0099-01-01 00:00:00.000"),
        (OCTOBER.replace(tzinfo=UTC), "timestamp(3) with time zone", "2018-10-01 00:00:00.000 UTC"),
        (
            OCTOBER.replace(tzinfo=BERLIN),
            "timestamp(0) with time zone",
            "2018-10-01 00:00:00 Europe/Berlin",
        ),
        (
            OCTOBER.replace(tzinfo=timezone(-timedelta(hours=2, minutes=30))),
            "timestamp(3) with time zone",
            "2018-10-01 00:00:00.000 -02:30",
        ),
        (time(13, 5), "time(3)", "13:05:00.000"),
        (date(2018, 10, 1), "date", "2018-10-01"),
        (timedelta(days=1, hours=2, milliseconds=5), "interval day to second", "1 02:00:00.005"),
        (-timedelta(hours=26), "interval day to second", "-1 02:00:00.000"),
        (relativedelta(years=1, months=14), "interval year to month", "2-2"),
        (relativedelta(months=-3), "interval year to month", "-0-3"),
    ],
)
def test_moments_show_the_digits_of_their_precision(value: object, type_: str, text: str) -> None:
    """... and their time zone when they have one; intervals read `days hh:mm:ss` and `years-months`."""
    assert athena_text(value, type_) == text


@pytest.mark.parametrize(
    ("value", "type_", "text"),
    [
        (True, "boolean", "true"),
        (42, "bigint", "42"),
        ("EUC1-BoxUsage", "varchar", "EUC1-BoxUsage"),
        ('{"a":1}', "json", '{"a":1}'),
        (b"abc", "varbinary", "61 62 63"),
        (
            UUID("12151fd2-7586-11e9-8f9e-2a86e4085a59"),
            "uuid",
            "12151fd2-7586-11e9-8f9e-2a86e4085a59",
        ),
    ],
)
def test_other_scalars_read_plainly(value: object, type_: str, text: str) -> None:
    """... and bytes are hexadecimal with spaces between."""
    assert athena_text(value, type_) == text


@pytest.mark.parametrize(
    ("value", "type_", "text"),
    [
        (
            {"user_team": "web", "user_env": None},
            "map(varchar, varchar)",
            "{user_team=web, user_env=null}",
        ),
        ({"edp": 1e7}, "map(varchar, double)", "{edp=1.0E7}"),
        ({}, "map(varchar, double)", "{}"),
        ([1, None, 3], "array(integer)", "[1, null, 3]"),
        ((1, "x"), "row(f bigint, g varchar(1))", "{f=1, g=x}"),
        ({"f": 1, "g": "x"}, "row(f bigint, g varchar(1))", "{f=1, g=x}"),
        ((1, None), "row(bigint, varchar)", "{field0=1, field1=null}"),
        (
            (OCTOBER.replace(tzinfo=UTC),),
            "row(timestamp(0) with time zone)",
            "{field0=2018-10-01 00:00:00 UTC}",
        ),
        ((1, 2), 'row("Two words" integer, "a,b" integer)', "{Two words=1, a,b=2}"),
        (
            [{"k": (Decimal(1), [0.5])}],
            'array(map(varchar, row("F" decimal(5,2), g array(double))))',
            "[{k={F=1.00, g=[0.5]}}]",
        ),
    ],
)
def test_containers_read_as_javas_maps_and_lists(value: object, type_: str, text: str) -> None:
    """... each part by its own type, and a NULL inside is `null`."""
    assert athena_text(value, type_) == text


def test_null_has_no_text() -> None:
    """... so that the caller can tell it from an empty string."""
    assert athena_text(None, "varchar") is None
    assert athena_text("", "varchar") == ""


def test_a_value_that_does_not_fit_its_type_is_refused() -> None:
    """... rather than written as whatever Python shows."""
    with pytest.raises(TypeError, match="is not a map"):
        athena_text("k=v", "map(varchar, varchar)")
    with pytest.raises(TypeError, match="no value an engine should return"):
        athena_text(object(), "varchar")
