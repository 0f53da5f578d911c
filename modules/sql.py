"""Reads `queries/<table>/*.sql`: one question a file, runnable in Athena as it stands.

The header is the documentation: `queries/README.md` and the saved queries' descriptions come from it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from modules.datasets import BillingPeriod

QUERIES = Path(__file__).parent.parent / "queries"
FIELDS = ("Question", "Answers", "Columns", "Parameters", "Reads", "Scans")
LARGEST_QUERY = 262_144  # bytes, Athena's quota; the provider doesn't check it


class QueryFileError(ValueError):
    """A query file that can't be deployed; `str()` names the file, the place and the fix."""


@dataclass(frozen=True)
class SavedQuery:
    """One query file: `header` maps each of FIELDS to its text."""

    table: str
    name: str
    header: dict[str, str]
    sql: str

    @property
    def question(self) -> str:
        return " ".join(self.header["Question"].split())


def read_queries(table: str, folder: Path = QUERIES) -> list[SavedQuery]:
    """The saved queries of one table, by name; raises QueryFileError."""
    return [_read(table, path) for path in sorted((folder / table).glob("*.sql"))]


def _read(table: str, path: Path) -> SavedQuery:
    sql = path.read_text()
    size = len(sql.encode())
    if size > LARGEST_QUERY:
        raise QueryFileError(f"{path}: {size} bytes; Athena takes {LARGEST_QUERY}: split the query")
    for number, line in enumerate(sql.splitlines(), start=1):
        if "${" in line or "%{" in line:
            raise QueryFileError(
                f"{path}:{number}: Terraform would interpolate `${{` or `%{{`: use a `?` parameter"
            )
    return SavedQuery(table, path.stem, read_header(path, sql, FIELDS), sql)


def read_header(path: Path, sql: str, fields: Sequence[str]) -> dict[str, str]:
    """The text of each field; raises QueryFileError for a missing one. Comments after them are free."""
    header: dict[str, str] = {}
    field = ""
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        text = line.removeprefix("--").rstrip()
        start = re.match(r"\s(" + "|".join(fields) + r"):\s*(.*)", text)
        if start:
            field = start[1]
            header[field] = start[2]
        elif field:
            header[field] += "\n" + text.strip()
    missing = [name for name in fields if not header.get(name)]
    if missing:
        raise QueryFileError(f"{path}:1: the header lacks {', '.join(missing)}: see CONTRIBUTING")
    return header


def default_parameters(sql: str, periods: Sequence[BillingPeriod]) -> list[str]:
    """First and last of these months as SQL literals, after a tag key where a query wants one."""
    code = "\n".join(line for line in sql.splitlines() if not line.startswith("--"))
    months = sorted(map(str, periods)) or ["0000-01", "9999-12"]
    between = [f"'{months[0]}'", f"'{months[-1]}'"]
    return ["'user_team'"] * (code.count("?") - len(between)) + between


def index(queries: Sequence[SavedQuery]) -> str:
    """The Markdown table of `queries/README.md`."""
    rows = ["| Question | File | Columns | Parameters |", "|---|---|---|---|"]
    for query in queries:
        file = f"{query.table}/{query.name}.sql"
        cells = (_cell(query.header["Columns"]), _cell(query.header["Parameters"]))
        rows.append(f"| {query.question} | [{file}]({file}) | {cells[0]} | {cells[1]} |")
    return "\n".join(rows) + "\n"


def _cell(text: str) -> str:
    return "<br>".join(line.strip() for line in text.splitlines() if line.strip()).replace(
        "|", "\\|"
    )
