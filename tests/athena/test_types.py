"""Types: read as Trino and Hive write them, written as Hive, Arrow and DuckDB do."""

import pyarrow as pa
import pytest

from athena.arrow import arrow_type, to_arrow, type_of
from athena.errors import SqlError, UnsupportedStatement
from athena.types import Type, UnknownTypeError, hive_type, named, split_top, trino_type


@pytest.mark.parametrize(
    "text",
    [
        "integer",
        "varchar",
        "varchar(8)",
        "char(3)",
        "decimal(12,2)",
        "timestamp(6)",
        "timestamp(3) with time zone",
        "time(3) with time zone",
        "interval day to second",
        "map(varchar, array(decimal(3,1)))",
        "row(a integer, b row(c timestamp(3) with time zone))",
        "row(integer, interval year to month, timestamp(3) with time zone)",
        "ipaddress",
        "qdigest(bigint)",
        "a type to come",
    ],
)
def test_a_type_is_written_as_it_was_read(text: str) -> None:
    """What an engine's result names, nested as it likes."""
    assert str(trino_type(text)) == text


def test_the_names_of_fields_may_be_quoted() -> None:
    """With commas, blanks and doubled quotes in them."""
    found = trino_type('row("a, b" integer, "say ""c""" map(varchar, double), d json)')
    assert found.names == ("a, b", 'say "c"', "d")
    assert [str(field) for field in found.of] == ["integer", "map(varchar, double)", "json"]


def test_a_type_without_a_size_has_the_usual_one() -> None:
    """Which is not the same in Trino and in Hive."""
    assert trino_type("decimal") == Type("decimal", (38, 0))
    assert hive_type("decimal") == Type("decimal", (10, 0))
    assert trino_type("timestamp") == hive_type("timestamp") == Type("timestamp", (3,))


@pytest.mark.parametrize(
    ("name", "sizes"), [("decimal", (50, 2)), ("decimal", (3, 4)), ("text", ()), ("bigint", (1,))]
)
def test_a_name_that_trino_does_not_know_is_refused(name: str, sizes: tuple[int, ...]) -> None:
    """Also a size that a type can't have."""
    with pytest.raises(UnknownTypeError):
        named(name, sizes)


@pytest.mark.parametrize(
    "text",
    [
        *("boolean", "int", "float", "binary", "string", "varchar(8)", "char(2)", "date"),
        *("decimal(16,8)", "array<map<string,double>>", "struct<a:int,b:array<struct<c:string>>>"),
    ],
)
def test_a_hive_type_is_written_as_it_was_read(text: str) -> None:
    """In lower case, whatever case it came in."""
    assert hive_type(text.upper()).hive == text


@pytest.mark.parametrize("text", ["uniontype<int,string>", "array<text>", "varchar", ""])
def test_a_name_that_hive_does_not_know_is_refused(text: str) -> None:
    """Also inside another."""
    with pytest.raises(UnknownTypeError):
        hive_type(text)


@pytest.mark.parametrize("text", ["char(3)", "time(3) with time zone", "timestamp(9)", "ipaddress"])
def test_duckdb_has_not_every_type(text: str) -> None:
    """Neither alone nor inside another."""
    with pytest.raises(UnsupportedStatement, match="the type"):
        _ = trino_type(f"array({text})").duckdb


@pytest.mark.parametrize(
    ("trino", "hive"),
    [
        ("integer", "int"),
        ("varchar", "string"),
        ("varchar(8)", "varchar(8)"),
        ("timestamp(3)", "timestamp"),
        ("decimal(38,2)", "decimal(38,2)"),
        ("map(varchar, array(double))", "map<string,array<double>>"),
        ('row("a" integer, b map(varchar, varchar))', "struct<a:int,b:map<string,string>>"),
    ],
)
def test_types_have_a_hive_spelling(trino: str, hive: str) -> None:
    """a Trino type has the spelling that Athena writes to the Glue catalog."""
    assert trino_type(trino).hive == hive
    assert arrow_type(trino_type(trino)) is not None


def test_hive_has_not_every_type() -> None:
    """types that Hive lacks are refused by name."""
    for type_ in ("time(3)", "json", "uuid", "timestamp(3) with time zone"):
        with pytest.raises(SqlError, match="Unsupported Hive type"):
            _ = trino_type(type_).hive


def test_nested_values_become_arrows() -> None:
    """maps inside arrays inside rows are converted for Arrow all the way down."""
    convert = to_arrow(trino_type("row(a array(map(varchar, map(varchar, integer))))"))
    assert convert is not None
    assert convert(([{"k": {"l": 1}}],)) == {"a": [[("k", [("l", 1)])]]}
    assert convert(None) is None


@pytest.mark.parametrize(
    ("parquet", "hive"),
    [
        (pa.string(), "string"),
        (pa.dictionary(pa.int32(), pa.string()), "string"),
        (pa.float64(), "double"),
        (pa.float32(), "float"),
        (pa.int64(), "bigint"),
        (pa.int32(), "int"),
        (pa.bool_(), "boolean"),
        (pa.date32(), "date"),
        (pa.timestamp("ms", tz="UTC"), "timestamp"),
        (pa.timestamp("ns"), "timestamp"),
        (pa.decimal128(38, 9), "decimal(38,9)"),
        (pa.map_(pa.string(), pa.float64()), "map<string,double>"),
        (pa.list_(pa.int64()), "array<bigint>"),
        (pa.struct([("Name", pa.string()), ("n", pa.int32())]), "struct<name:string,n:int>"),
    ],
)
def test_what_a_file_holds_has_a_hive_type(parquet: pa.DataType, hive: str) -> None:
    """As a crawler declares what a file holds."""
    assert type_of(parquet).hive == hive


def test_what_hive_lacks_is_an_error() -> None:
    """A duration has no Hive type."""
    with pytest.raises(ValueError, match="Hive has no type for Parquet's duration"):
        type_of(pa.duration("s"))


def test_text_splits_outside_brackets_and_quotes() -> None:
    """commas inside brackets, angles and quotes don't separate."""
    assert split_top("a map<string,int>, b decimal(1,2), 'x,y'") == [
        "a map<string,int>",
        "b decimal(1,2)",
        "'x,y'",
    ]
