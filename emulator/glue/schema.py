"""From Parquet schemas to the columns that a crawler writes into the catalog."""

from collections.abc import Iterable

import pyarrow as pa

from athena import arrow

Column = dict[str, str]  # Glue's: {"Name": …, "Type": …}


def columns_of(schemas: Iterable[pa.Schema]) -> list[Column]:
    """Every column of the files, the first file's first; the first type seen stays."""
    return [{"Name": found.name, "Type": found.type} for found in arrow.columns_of(schemas)]
