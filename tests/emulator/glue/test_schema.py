"""From Parquet's types to Hive's."""

import pyarrow as pa
import pytest

from emulator.glue.schema import columns_of, hive_type


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
def test_a_type_has_its_hive_name(parquet: pa.DataType, hive: str) -> None:
    """Every type that cost data uses is written as the catalog writes it."""
    assert hive_type(parquet) == hive


def test_a_type_that_hive_lacks_is_an_error() -> None:
    """A duration has no Hive type."""
    with pytest.raises(ValueError, match="Hive has no type for Parquet's duration"):
        hive_type(pa.duration("s"))


def test_columns_are_merged_in_order() -> None:
    """Names are lower case; a later file only adds; the first type stays."""
    first = pa.schema([("A", pa.string()), ("b", pa.int64())])
    second = pa.schema([("c", pa.bool_()), ("a", pa.float64())])
    assert columns_of([first, second]) == [
        {"Name": "a", "Type": "string"},
        {"Name": "b", "Type": "bigint"},
        {"Name": "c", "Type": "boolean"},
    ]
