"""Is all money in a file a number? One NaN makes every sum over its month NaN, on Athena as well.

Looks at the columns that are money by their names, of any dataset.
"""

import re
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from emulator.bills.intake.chunks import Chunk
from emulator.bills.intake.outcome import UnusableFileError

MONEY = re.compile("cost|savings|fee", re.IGNORECASE)


def check_money(chunk: Chunk) -> None:
    """Raises UnusableFileError for NaN and infinite money, and what Arrow raises for damaged pages."""
    with pq.ParquetFile(chunk.path) as file:
        money = list(_money(file.schema_arrow))
        for batch in file.iter_batches(columns=money) if money else ():
            for name, values in zip(batch.schema.names, batch.columns, strict=True):
                if (
                    pa.types.is_floating(values.type)
                    and pc.all(pc.is_finite(values)).as_py() is False
                ):
                    what = f"column {name} has NaN or infinite values, which no bill has"
                    raise UnusableFileError(f"{what}: export the month again")


def _money(schema: pa.Schema) -> Iterator[str]:
    for field in schema:
        is_number = pa.types.is_floating(field.type) or pa.types.is_decimal(field.type)
        if is_number and MONEY.search(field.name):
            yield field.name
