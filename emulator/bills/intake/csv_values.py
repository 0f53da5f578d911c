"""A CSV report's text, as the values that AWS writes into Parquet.

Legacy Parquet knows no NULL: absent text is '' and absent numbers are 0.0, as in AWS's own files. How
CUR 2.0 writes what is absent isn't documented; here it is NULL.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from emulator.bills.intake.columns import arrow_type
from emulator.bills.intake.outcome import UnusableFileError
from modules.datasets import Dataset


@dataclass(frozen=True)
class CsvColumn:
    """A Parquet column and the positions of the CSV columns that it is made of."""

    name: str
    positions: tuple[int, ...]
    dataset: Dataset

    @cached_property
    def type(self) -> pa.DataType:
        return arrow_type(self.name, self.dataset)

    def convert(self, rows: pa.RecordBatch) -> pa.Array:
        """The values of rows of text. Raises UnusableFileError for text that is no such value."""
        text = rows.column(self.positions[0])
        for position in self.positions[1:]:
            text = pc.if_else(pc.equal(text, ""), rows.column(position), text)
        if self.dataset.null_text:
            text = pc.if_else(pc.equal(text, self.dataset.null_text), "", text)
        try:
            return self._typed(text)
        except (pa.ArrowException, TypeError, ValueError) as error:
            raise UnusableFileError(f"column {self.name}: {error}") from error

    def _typed(self, text: pa.Array) -> pa.Array:
        absent = None if self.dataset.writes_null else "0" if self._is_scalar else ""
        if self._is_scalar or absent is None:
            text = pc.if_else(pc.equal(text, ""), pa.scalar(absent, pa.string()), text)
        if self._is_scalar:
            return text.cast(self.type)
        if pa.types.is_string(self.type):
            return text
        # Few timestamps and maps differ, so each is read once.
        encoded = text.dictionary_encode()
        read = _maps if pa.types.is_map(self.type) else _timestamps
        return read(encoded.dictionary, self.type).take(encoded.indices)

    @property
    def _is_scalar(self) -> bool:
        kinds = (pa.types.is_floating, pa.types.is_integer, pa.types.is_boolean)
        return any(kind(self.type) for kind in kinds)


def _timestamps(text: pa.Array, type_: pa.DataType) -> pa.Array:
    """ISO 8601, in UTC whether it says so or not."""
    utc = pc.replace_substring_regex(text, r"(Z|\+00:00)$", "")
    return pc.if_else(pc.equal(utc, ""), pa.scalar(None, pa.string()), utc).cast(type_)


def _maps(text: pa.Array, type_: pa.DataType) -> pa.Array:
    """JSON objects."""
    as_type = _text if pa.types.is_string(type_.item_type) else lambda value: value
    return pa.array([_pairs(value, as_type) for value in text.to_pylist()], type_)


def _text(value: object) -> str | None:
    """Numbers, objects and the like as JSON spells them."""
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _pairs(text: str, as_type: Callable[[object], object]) -> list[tuple[str, object]] | None:
    if not text:
        return None
    value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError(f"{text[:40]} isn't a JSON object")
    return [(key, as_type(item)) for key, item in value.items()]
