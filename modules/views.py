"""Reads `queries/views/`: the cost language, each view one file of SQL that Athena takes as it stands.

The header is the documentation and, for its columns, the declaration: Glue wants the type of each in
Trino's words and in Hive's. `costs` is one of several files, chosen by the datasets there are. A line
that begins with `--tag` stands for one line a tag of `query.tags`, `:key` and `:column` for its key and
its column; `--account` for one an account of `query.accounts`, `:owner` for its owner. Without tags or
accounts, and as the file stands, it is a comment.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from modules.settings.accounts import ListedAccount
from modules.settings.query import tag_column
from modules.sql import QUERIES, QueryFileError, read_header

VIEWS = QUERIES / "views"
FIELDS = ("Question", "Answers", "Columns", "Reads", "Scans")
# The environment's best: CUR 2.0, else FOCUS, and legacy CUR for the months before either.
COSTS = ("cur2_legacy_cur", "cur2", "focus_legacy_cur", "focus", "legacy_cur")
COLUMN = re.compile(r"(\w+) (\w+(?:\([^)]*\))?)\s{2,}(\S.*)")
TAG_LINE, ACCOUNT_LINE = "--tag ", "--account "
WORD = re.compile(r":([a-z_]+)")
HIVE = {"varchar": "string", "integer": "int", "map(varchar, varchar)": "map<string,string>"}


@dataclass(frozen=True)
class ViewColumn:
    """`type` is Trino's, e.g. `map(varchar, varchar)`; `says` is one line of the header."""

    name: str
    type: str
    says: str

    @property
    def hive_type(self) -> str:
        """The same type as the Glue catalog spells it."""
        return HIVE.get(self.type, self.type)


@dataclass(frozen=True)
class View:
    """One view; `reads` names the tables and views it selects from."""

    name: str
    header: dict[str, str]
    columns: tuple[ViewColumn, ...]
    reads: tuple[str, ...]
    sql: str


def read_view(path: Path, tags: Sequence[str] = (), accounts: Sequence[ListedAccount] = ()) -> View:
    """The view of one file; raises QueryFileError. A file in a folder is a form of the folder's view."""
    sql = of_each_tag(path.read_text(), tags)
    sql = _expanded(sql, ACCOUNT_LINE, [_of_account(account) for account in accounts])
    header = read_header(path, sql, FIELDS)
    name = path.stem if path.parent.name == VIEWS.name else path.parent.name
    reads = tuple(header["Reads"].replace(",", " ").split())
    return View(name, header, _columns(path, header["Columns"]), _but_none(reads), sql)


def views_over(
    tables: Collection[str], tags: Sequence[str] = (), accounts: Sequence[ListedAccount] = ()
) -> tuple[View, ...]:
    """The views that these tables allow, each after those it reads; raises QueryFileError."""
    waiting = [read_view(path, tags, accounts) for path in sorted(VIEWS.glob("*.sql"))]
    costs = [read_view(VIEWS / "costs" / f"{form}.sql") for form in COSTS]
    found: list[View] = []
    there = set(tables)
    while ready := [view for view in waiting if there.issuperset(view.reads)]:
        found += ready
        there.update(view.name for view in ready)
        waiting = [view for view in waiting if view not in ready]
        if "costs" not in there:
            waiting += _best(costs, there)
    return tuple(found)


def of_each_tag(sql: str, tags: Sequence[str]) -> str:
    """The lines that begin with `--tag` once for each tag."""
    return _expanded(sql, TAG_LINE, [_of_tag(tag) for tag in tags])


def _expanded(sql: str, marker: str, all_words: Sequence[Mapping[str, str]]) -> str:
    """Each line that begins with the marker once for each of these words."""
    lines = []
    for line in sql.splitlines(keepends=True):
        indent, _, text = line.partition(marker)
        if line.lstrip().startswith(marker):
            lines += [indent + _replaced(text, words) for words in all_words]
        else:
            lines.append(line)
    return "".join(lines)


def _replaced(text: str, words: Mapping[str, str]) -> str:
    return WORD.sub(lambda found: words.get(found[1], found[0]), text)


def _of_tag(tag: str) -> dict[str, str]:
    return {"key": f"'{tag}'", "column": tag_column(tag)}


def _of_account(account: ListedAccount) -> dict[str, str]:
    names = [field.name for field in fields(account)]
    texts = ("'" + value.replace("'", "''") + "'" for value in astuple(account))
    return dict(zip(names, texts, strict=True))


def _but_none(reads: tuple[str, ...]) -> tuple[str, ...]:
    return () if reads == ("none",) else reads


def _best(costs: Sequence[View], there: Collection[str]) -> list[View]:
    """The first form whose tables are all there."""
    return [view for view in costs if set(view.reads) <= set(there)][:1]


def _columns(path: Path, text: str) -> tuple[ViewColumn, ...]:
    """From lines `name type  what it says`, or from the view in `those of VIEW`."""
    if like := re.fullmatch(r"\s*those of (\w+)\s*", text):
        return read_view(VIEWS / f"{like[1]}.sql").columns
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    columns = [COLUMN.fullmatch(line) for line in lines]
    for line, column in zip(lines, columns, strict=True):
        if column is None:
            raise QueryFileError(f"{path}: `{line}`: a column is `name type  what it says`")
    return tuple(ViewColumn(*column.groups()) for column in columns if column)
