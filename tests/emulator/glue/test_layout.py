"""How folders become partitions."""

from emulator.glue.layout import (
    describe,
    levels,
    partition_keys,
    partition_values,
    table_name,
)


def test_levels_are_counted_below_the_table() -> None:
    """The path below the table's folder, one level a folder."""
    assert levels("cur2/123/cid/data/BILLING_PERIOD=2026-01/", "cur2/") == [
        "123",
        "cid",
        "data",
        "BILLING_PERIOD=2026-01",
    ]
    assert levels("cur2/", "cur2/") == []


def test_keys_come_from_names_or_numbers() -> None:
    """`k=v` gives the key k in lower case; other folders are numbered by their level."""
    path = ["123", "cid", "cid", "year=2018", "month=1"]
    assert partition_keys(path) == ["partition_0", "partition_1", "partition_2", "year", "month"]
    assert partition_keys(["BILLING_PERIOD=2026-01"]) == ["billing_period"]


def test_values_stand_behind_the_sign() -> None:
    """The value is what stands behind `=`, or the folder's name."""
    assert partition_values(["123", "year=2018", "note=a=b"]) == ["123", "2018", "a=b"]
    assert describe(["account", "year"], ["123", "2018"]) == "account=123/year=2018"


def test_a_table_is_called_after_its_folder() -> None:
    """The last folder, or the bucket, in lower case and without odd characters."""
    assert table_name("exports/CUR-2.0/", "bucket") == "cur_2_0"
    assert table_name("", "My-Bucket") == "my_bucket"
