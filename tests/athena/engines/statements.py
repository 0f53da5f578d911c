"""The SQL that engines are judged by, from the TOML files next to this module, and how to run it.

Everything in them is what Trino answered. `probes/` holds expressions with their results as Athena
writes them; `refused.toml`, `accepted.toml` and `questions.toml` hold statements over the tables `cur`
and `cur2`.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from athena.engine import Engine, Statement
from tests.athena.engines.tables import DATABASE

FOLDER = Path(__file__).parent
ENDLESS = """SELECT count(*) FROM UNNEST(sequence(1, 10000)) AS a (x)
    CROSS JOIN UNNEST(sequence(1, 10000)) AS b (y) CROSS JOIN UNNEST(sequence(1, 10000)) AS c (z)"""


@dataclass(frozen=True)
class Probe:
    """A statement with one row of one column: its text (None for NULL), or the error it raises.

    The embedded engine refuses to answer those that are `trino_only`.
    """

    theme: str
    name: str
    sql: str
    value: str | None = None
    error: str | None = None
    trino_only: bool = False

    def __str__(self) -> str:
        return f"{self.theme}: {self.name}"


@dataclass(frozen=True)
class Refused:
    """A statement that Athena refuses. A few are found only while they run."""

    sql: str
    code: str
    message: str
    line: int | None = None
    column: int | None = None
    fails_when_run: bool = False
    trino_only: bool = False


@dataclass(frozen=True)
class Accepted:
    """A statement that Athena takes.

    `validated_only`: its rows are not determined by the data, or Trino fails on them.
    """

    sql: str
    validated_only: bool = False
    trino_only: bool = False


@cache
def probes() -> list[Probe]:
    """All probes, theme by theme."""
    return [
        Probe(file.stem, **probe)
        for file in sorted(FOLDER.glob("probes/*.toml"))
        for probe in _read(file)["probe"]
    ]


@cache
def refused() -> list[Refused]:
    return [Refused(**statement) for statement in _read(FOLDER / "refused.toml")["statement"]]


@cache
def accepted() -> list[Accepted]:
    return [Accepted(**statement) for statement in _read(FOLDER / "accepted.toml")["statement"]]


@cache
def questions() -> list[str]:
    """What people ask of a bill; all of it can be compared."""
    return [statement["sql"] for statement in _read(FOLDER / "questions.toml")["statement"]]


def rows(engine: Engine, sql: str, *parameters: str) -> list[tuple[object, ...]]:
    """All rows of a statement in the cost database."""
    return list(engine.run(Statement(sql, DATABASE, parameters)).rows)


def scanned(engine: Engine, sql: str) -> int:
    """Bytes read for a statement, after its rows."""
    result = engine.run(Statement(sql, DATABASE))
    list(result.rows)
    return result.scanned_bytes


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text())
