"""The SQL of panels and variables: files of `sql/`, and saved queries with the range in place of `?`.

    --include overview/part       the file's statement, indented; queries/spend/movers is a saved query
    --tag SELECT :column          once for each tag of query.tags
    --each day region: :column,   once for each of these columns
    :word                         a name or a value of the environment

Macros and variables (`$__rawTimeFrom('yyyy-MM')`, `${group:raw}`) are Grafana's to expand. Only macros
whose text stays the same for a day or a month are used: Athena reuses the answer to the same text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from dashboards.subject import Subject
from modules.sealed import over_sources
from modules.sql import EXAMPLE, QUERIES, SavedQuery, read_header, read_query
from modules.views import of_each_tag

FOLDER = Path(__file__).parent / "sql"
FIELDS = ("Question", "Answers", "Reads")
FIRST = "$__rawTimeFrom('yyyy-MM')"
LAST = "$__rawTimeTo('yyyy-MM')"
BEFORE = f"DATE_FORMAT(DATE_ADD('month', -1, CAST({LAST} || '-01' AS timestamp)), '%Y-%m')"
INCLUDE = re.compile(r"^( *)--include (\S+)\n", re.MULTILINE)
EACH = re.compile(r"^( *)--each ([a-z_ ]+): (.*\n)", re.MULTILINE)
WORD = re.compile(r"(?<![{:\w]):([a-z_]+)")
PARAMETER = re.compile(r"'(?:[^']|'')*'|\?")
NO_WORDS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Asked:
    """One statement as Grafana gets it; `reads` are tables and views."""

    name: str
    question: str
    answers: str
    reads: tuple[str, ...]
    sql: str


def ask(subject: Subject, name: str, words: Mapping[str, str] = NO_WORDS) -> Asked | None:
    """`overview/by_month` of `sql/`, or the saved query `spend/movers`; None if it can't be."""
    own = (FOLDER / f"{name}.sql").is_file()
    asked = _own(name, subject, words) if own else _saved(name)
    if set(asked.reads) <= subject.there:
        return asked
    reads = tuple(over_sources(name) for name in asked.reads)
    unsealed = replace(asked, reads=reads, sql=over_sources(asked.sql))
    return unsealed if set(reads) <= subject.there else None


def _own(name: str, subject: Subject, words: Mapping[str, str]) -> Asked:
    path = FOLDER / f"{name}.sql"
    header = read_header(path, path.read_text(), FIELDS)
    sql = _with_parts(path, subject.tags, words)
    reads = tuple(header["Reads"].replace(",", " ").split())
    return Asked(name, header["Question"], header["Answers"], reads, sql)


def _saved(name: str) -> Asked:
    query = read_query(QUERIES / f"{name}.sql")
    return Asked(name, query.question, query.header["Answers"], query.reads, of_the_range(query))


def _with_parts(path: Path, tags: tuple[str, ...], words: Mapping[str, str]) -> str:
    sql = _statement(EACH.sub(_of_each_column, of_each_tag(path.read_text(), tags)))
    sql = WORD.sub(lambda found: words[found[1]], sql)

    def part(found: re.Match[str]) -> str:
        name = found[2].removeprefix("queries/")
        saved = name != found[2]
        text = (
            of_the_range(read_query(QUERIES / f"{name}.sql"))
            if saved
            else _with_parts(FOLDER / f"{name}.sql", tags, words)
        )
        return "".join(f"{found[1]}{line}".rstrip() + "\n" for line in text.splitlines())

    return INCLUDE.sub(part, sql)


def _of_each_column(found: re.Match[str]) -> str:
    indent, columns, text = found.groups()
    return "".join(indent + text.replace(":column", column) for column in columns.split())


def of_the_range(query: SavedQuery) -> str:
    """Its statement with each `?` bound: months to the range, what else there is to its example."""
    values = iter([_bound(line) for line in query.parameters])
    return PARAMETER.sub(
        lambda found: next(values) if found[0] == "?" else found[0], _statement(query.sql)
    )


def _bound(parameter: str) -> str:
    if parameter.startswith("first billing period"):
        return FIRST
    if parameter.startswith("billing period before"):
        return BEFORE
    if parameter.startswith(("last billing period", "billing period")):
        return LAST
    example = EXAMPLE.search(parameter)
    assert example, f"`{parameter}` has no example"
    return example[1]


def _statement(sql: str) -> str:
    """Without the comments, but for the lines that are directions."""
    lines = sql.splitlines(keepends=True)
    return "".join(
        line
        for line in lines
        if not line.lstrip().startswith("--") or line.lstrip().startswith("--include ")
    )
