"""Reads `queries/<theme>/*.sql`: one question a file, runnable in Athena as it stands.

The header is the documentation: `queries/README.md` and the saved queries' descriptions come from it.
What it says a query reads decides where it is deployed. The folders `cur` and `cur2` hold the questions
of one table, named after it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from modules.datasets import BillingPeriod
from modules.themes import FOLDERS

QUERIES = Path(__file__).parent.parent / "queries"
NOTES = "Notes"
FIELDS = ("Question", "Answers", "Columns", "Parameters", "Reads", "Scans")
EXAMPLE = re.compile(r"e\.g\. ('[^']*'|[\d.]+)")
LARGEST_QUERY = 262_144  # bytes, Athena's quota; the provider doesn't check it


class QueryFileError(ValueError):
    """A query file that can't be deployed; `str()` names the file, the place and the fix."""


@dataclass(frozen=True)
class SavedQuery:
    """One query file: `header` maps each of FIELDS, and NOTES, to its text; `theme` is its folder."""

    theme: str
    name: str
    header: dict[str, str]
    sql: str

    @property
    def question(self) -> str:
        return " ".join(self.header["Question"].split())

    @property
    def full_name(self) -> str:
        """`theme/name`, as people ask for it."""
        return f"{self.theme}/{self.name}"

    @property
    def reads(self) -> tuple[str, ...]:
        """Tables and views that it selects from."""
        named = re.sub(r"\([^)]*\)", "", self.header["Reads"])
        return tuple(named.replace(",", " ").split())

    @property
    def parameters(self) -> tuple[str, ...]:
        """What each `?` means, in order."""
        lines = (line.strip() for line in self.header["Parameters"].splitlines())
        return tuple(line for line in lines if line and line != "none")


def read_queries(theme: str, folder: Path = QUERIES) -> list[SavedQuery]:
    """The saved queries of one folder, by name; raises QueryFileError."""
    return [read_query(path) for path in sorted((folder / theme).glob("*.sql"))]


def all_queries() -> list[SavedQuery]:
    """Every query that ships, theme by theme."""
    return [query for folder in FOLDERS for query in read_queries(folder)]


def read_query(path: Path) -> SavedQuery:
    """One file; raises QueryFileError."""
    sql = path.read_text()
    size = len(sql.encode())
    if size > LARGEST_QUERY:
        raise QueryFileError(f"{path}: {size} bytes; Athena takes {LARGEST_QUERY}: split the query")
    for number, line in enumerate(sql.splitlines(), start=1):
        if "${" in line or "%{" in line:
            raise QueryFileError(
                f"{path}:{number}: Terraform would interpolate `${{` or `%{{`: use a `?` parameter"
            )
    return SavedQuery(path.parent.name, path.stem, read_header(path, sql, FIELDS), sql)


def read_header(path: Path, sql: str, fields: Sequence[str]) -> dict[str, str]:
    """The text of each field; raises QueryFileError for a missing one. Their further lines are indented.

    Those that aren't are free comments, found under NOTES.
    """
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
        elif field and text.startswith("  "):
            header[field] += "\n" + text.strip()
        elif field:
            header[NOTES] = f"{header.get(NOTES, '')} {text.strip()}".strip()
    missing = [name for name in fields if not header.get(name)]
    if missing:
        raise QueryFileError(f"{path}:1: the header lacks {', '.join(missing)}: see CONTRIBUTING")
    return header


def default_parameters(sql: str, periods: Sequence[BillingPeriod]) -> list[str]:
    """An SQL literal for each line of the header's Parameters: of these months, else its own example."""
    months = sorted(map(str, periods)) or ["0000-01", "9999-12"]
    header = read_header(Path("query"), sql, FIELDS)
    lines = SavedQuery("", "", header, sql).parameters
    return [_default(line, months) for line in lines]


def _default(line: str, months: Sequence[str]) -> str:
    if line.startswith("first billing period"):
        return f"'{months[0]}'"
    if line.startswith("billing period before"):
        return f"'{months[-2:][0]}'"
    if line.startswith(("last billing period", "billing period")):
        return f"'{months[-1]}'"
    example = EXAMPLE.search(line)
    return example[1] if example else "NULL"
