"""How folders become a table's partitions.

A folder `key=value` is a partition key of that name, in lower case; any other becomes
`partition_N`, where N is its level below the table.
https://docs.aws.amazon.com/glue/latest/dg/crawler-configuration.html
"""

import re
from collections.abc import Sequence


def levels(folder: str, table_folder: str) -> list[str]:
    """The folder's path below the table's, split; `a/b/year=2026/` below `a/` is [b, year=2026]."""
    below = folder.removeprefix(table_folder).strip("/")
    return below.split("/") if below else []


def partition_keys(path: Sequence[str]) -> list[str]:
    """The names a crawler gives to the levels."""
    return [
        found[1].lower() if (found := re.match(r"([^=]+)=", level)) else f"partition_{number}"
        for number, level in enumerate(path)
    ]


def partition_values(path: Sequence[str]) -> list[str]:
    """The levels' values: what stands behind `=`, or the folder's name."""
    return [level.partition("=")[2] if "=" in level else level for level in path]


def table_name(folder: str, bucket: str) -> str:
    """A table is called after its folder, or its bucket, with every odd character replaced."""
    name = folder.strip("/").rsplit("/", 1)[-1] or bucket
    return re.sub(r"[^a-z0-9_]", "_", name.lower())


def describe(keys: Sequence[str], values: Sequence[str]) -> str:
    """A partition as people read it: `year=2018/month=10`."""
    return "/".join(f"{key}={value}" for key, value in zip(keys, values, strict=True))
