"""The columns that a crawler declares."""

import pyarrow as pa

from emulator.glue.schema import columns_of


def test_columns_are_merged_in_order() -> None:
    """Names are lower case; a later file only adds; the first type stays."""
    first = pa.schema([("A", pa.string()), ("b", pa.int64())])
    second = pa.schema([("c", pa.bool_()), ("a", pa.float64())])
    assert columns_of([first, second]) == [
        {"Name": "a", "Type": "string"},
        {"Name": "b", "Type": "bigint"},
        {"Name": "c", "Type": "boolean"},
    ]
