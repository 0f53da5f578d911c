"""`check`: is every SQL file a statement that Athena would take, over the tables `query` sees?

Nothing runs and no month is generated: columns are all that validation needs. An engine stops at a
file's first mistake. Of a CREATE VIEW the query is checked, and the other files know the view. Absent:
other statements.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from athena.errors import SqlError, UnsupportedStatement
from athena.sql.closing_semicolon import without_closing_semicolon
from costs.bill.created_views import Judge
from costs.bill.sql_files import NothingToCheck, sql_files
from emulator.bills.billed_tables import BilledTables
from emulator.bills.intake.outcome import Problem
from emulator.bills.sources import bills
from emulator.cloud.engine_name import EngineName
from emulator.cloud.folder_engine import Progress, engine_over
from emulator.environment import Emulated
from modules.datasets import DATASETS
from modules.sealed import form_over
from modules.sql import LARGEST_QUERY, QUERIES, read_query
from modules.views import VIEWS, read_view

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Refusal:
    """A file and what an engine has against it; `str()` is a line that editors can jump from."""

    path: Path
    error: SqlError

    def __str__(self) -> str:
        place = f"{self.path}:{self.error.line or 1}:{self.error.column or 1}"
        return f"{place}: {self.error.code}: {' '.join(self.error.message.split())}"

    @property
    def undecided(self) -> bool:
        """Athena may well take it: this engine can't say."""
        return isinstance(self.error, UnsupportedStatement)


@dataclass(frozen=True)
class Checked:
    """`problems` are those of the data folder."""

    files: int
    refusals: tuple[Refusal, ...]
    problems: tuple[Problem, ...]


def check_files(
    paths: Sequence[Path],
    data: Path | None,
    emulated: Emulated,
    engine_name: EngineName = EngineName.DUCKDB,
    progress: Progress = lambda line: None,
) -> Checked:
    """Validate every file; of those that ship, the ones that this environment has.

    Raises NothingToCheck, DataFolderError, TrinoUnavailable.
    """
    files = sql_files(paths)
    with tempfile.TemporaryDirectory(prefix="aws-cost-pipeline-") as scratch:
        # Where columns aren't declared they are in the files.
        intake = bills(data, Path(scratch), [d for d in DATASETS if d.growing_schema])
        catalog = BilledTables(emulated, intake.months)
        tables = catalog.tables(emulated.names.database)
        files = [file for file in files if _is_deployed(file, tables)]
        with engine_over(engine_name, emulated, catalog, progress, rows=False) as engine:
            texts = {file: partial(_statement, file, tables) for file in files}
            found = Judge(engine, emulated, catalog).judge(texts)
    refusals = tuple(Refusal(file, found[file]) for file in files if file in found)
    return Checked(len(files), refusals, intake.problems)


def _is_deployed(file: Path, tables: Sequence[str]) -> bool:
    """Not so a shipped view or question over an export that is off."""
    if VIEWS in file.resolve().parents:
        return set(read_view(file).reads) <= set(tables)
    if _is_saved(file):
        return set(form_over(read_query(file), tables).reads) <= set(tables)
    return True


def _is_saved(file: Path) -> bool:
    folder = file.resolve().parent
    return folder.parent == QUERIES and folder != VIEWS


def _statement(file: Path, tables: Sequence[str]) -> str:
    text = _text(file)
    if _is_saved(file):
        text = form_over(read_query(file), tables).sql
    return without_closing_semicolon(text)


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise NothingToCheck(f"{file}: can't be read: {error.strerror}") from None
    if len(content) > LARGEST_QUERY:
        what = f"{len(content)} bytes; Athena takes {LARGEST_QUERY}: split the query"
        raise SqlError("MALFORMED_QUERY", what)
    if content.startswith(BYTE_ORDER_MARK):
        raise SqlError("SYNTAX_ERROR", "a byte order mark: save the file without one", 1, 1)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SqlError("SYNTAX_ERROR", "not UTF-8 text", line, 1) from None
