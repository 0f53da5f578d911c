"""Trino's answers in files, so that the embedded engine is compared with them in seconds.

A recording says what it is of: the statements, the tables they read and Trino's version. When one of
them changes, `make recordings` asks Trino anew. CI asks it every time.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from athena.engine import ResultColumn
from athena.trino.distribution import VERSION
from tests.athena.engines.statements import (
    Accepted,
    Probe,
    Refused,
    accepted,
    probes,
    refused,
)
from tests.athena.engines.tables import CostTables

FOLDER = Path(__file__).parent / "recorded"
WRITES = bool(os.environ.get("RECORD"))
LONGEST = 4_000  # characters; of longer answers only the hash is kept
UNEVEN = 1.000321  # money often ends where it would be rounded up or down; times this, it doesn't
Json = dict[str, Any]


@dataclass(frozen=True, order=True)
class Row:
    """A row as text without its doubles, which engines add in different orders, and these."""

    fixed: str
    measured: tuple[float, ...]


def in_order(rows: Iterable[Sequence[object]]) -> list[Row]:
    """Rows that can be compared, whatever order an engine gives them in."""
    found = []
    for row in rows:
        doubles: list[float] = []
        found.append(Row(repr(_without_doubles(row, doubles)), tuple(doubles)))
    return sorted(found)


def assert_alike(found: Sequence[Row], expected: Sequence[Row]) -> None:
    """Row by row, so that a difference shows where it is; sums may end in other digits."""
    assert [row.fixed for row in found] == [row.fixed for row in expected]
    for row, wanted in zip(found, expected, strict=True):
        assert row.measured == pytest.approx(wanted.measured, rel=1e-9, abs=1e-9)


class Recording:
    """The answers in one file, by statement. `asked` is all that they depend on but Trino itself."""

    def __init__(self, name: str, *asked: object) -> None:
        self._file = FOLDER / f"{name}.json"
        self._asked = hashlib.sha256(repr((VERSION, *asked)).encode()).hexdigest()
        self._recorded: Json = {} if WRITES else json.loads(self._file.read_text())
        self._answers: Json = self._recorded.get("answers", {})

    def is_current(self) -> bool:
        """Is it of these statements and tables, and of this Trino? If not: `make recordings`."""
        return bool(self._recorded["asked"] == self._asked)

    def take(self, sql: str, columns: Iterable[ResultColumn], rows: Sequence[Row]) -> None:
        """Trino's answer: record it where that is asked for, else fail if it is another."""
        if WRITES:
            self._answers[sql] = _answer(columns, rows)
        self.compare(sql, columns, rows)

    def compare(self, sql: str, columns: Iterable[ResultColumn], rows: Sequence[Row]) -> None:
        """Fail if this isn't the recorded answer."""
        recorded, found = self._answers[sql], _answer(columns, rows)
        assert found["columns"] == recorded["columns"]
        if "rows" not in recorded:  # with CI=1 the engines are compared row by row
            assert found == recorded
            return
        assert [fixed for fixed, *_ in found["rows"]] == [fixed for fixed, *_ in recorded["rows"]]
        for (_, *measured), (fixed, *wanted) in zip(found["rows"], recorded["rows"], strict=True):
            assert measured == pytest.approx(wanted, rel=1e-9, abs=1e-9), fixed

    def write(self) -> None:
        """Into its file, where that is asked for."""
        if WRITES:
            answers = ",\n".join(
                f"{json.dumps(sql)}:\n {json.dumps(answer)}"
                for sql, answer in self._answers.items()
            )
            FOLDER.mkdir(exist_ok=True)
            self._file.write_text(
                f'{{"trino": "{VERSION}", "asked": "{self._asked}", "answers": {{\n{answers}}}}}\n'
            )


def hashed(tables: Mapping[str, pa.Table]) -> str:
    """Of their schemas and rows; not of files, which name the library that wrote them."""
    found = hashlib.sha256()
    for name, rows in tables.items():
        found.update(repr((name, str(rows.schema), rows.to_pylist())).encode())
    return found.hexdigest()


def recording_of_probes(tables: CostTables) -> Recording:
    """That Trino gave what the TOML files say; there are no answers in it.

    What the embedded engine makes of them Trino isn't asked.
    """
    asked: tuple[Probe | Refused | Accepted, ...] = (*probes(), *refused(), *accepted())
    given = [replace(statement, trino_only=False) for statement in asked]
    return Recording("probes", given, tables.content)


def _answer(columns: Iterable[ResultColumn], rows: Sequence[Row]) -> Json:
    """As few words as compare well: rows with doubles, equal rows by their count, or a hash."""
    described: Json = {"columns": [f"{column.name} {column.type}" for column in columns]}
    measured = any(row.measured for row in rows)
    told: Json = (
        {"rows": [[row.fixed, *row.measured] for row in rows]}
        if measured
        else {"counts": Counter(row.fixed for row in rows)}
    )
    if len(str(told)) <= LONGEST:
        return described | told
    digest = hashlib.sha256()
    for text in sorted(
        f"{row.fixed} {[_rounded(value) for value in row.measured]}" for row in rows
    ):
        digest.update(text.encode())
    return described | {"count": len(rows), "hash": digest.hexdigest()}


def _rounded(value: float) -> str:
    return f"{round(value * UNEVEN, 9) + 0.0:.9g}"


def _without_doubles(value: object, doubles: list[float]) -> object:
    """The order of a map's entries makes no difference."""
    match value:
        case float():
            doubles.append(value)
            return "double"
        case dict():
            return [(key, _without_doubles(value[key], doubles)) for key in sorted(value)]
        case list() | tuple():
            return [_without_doubles(item, doubles) for item in value]
    return value
