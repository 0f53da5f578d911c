"""`query`: one statement without Terraform; on the embedded engine in a second or two."""

import re
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from athena.engine import EngineResult, Statement
from athena.errors import ExpectedFailure, ScanLimitExceeded, SqlError
from athena.sql.closing_semicolon import without_closing_semicolon
from athena.text import athena_text
from costs.bill.months_there import elsewhere, over_months
from costs.bill.parameters import defaults, literals
from emulator.bills.billed_tables import BilledTables
from emulator.bills.intake.outcome import Intake
from emulator.bills.sources import bills
from emulator.cloud.engine_name import EngineName
from emulator.cloud.folder_engine import Progress, engine_over
from emulator.environment import Emulated
from modules.datasets import DATASETS, Dataset
from modules.sealed import form_over, over_sources
from modules.sql import SavedQuery, all_queries
from modules.views import views_over


@dataclass(frozen=True)
class Answer:
    """Values are texts as Athena gives them, NULL is None; `types` are Trino's, where they are known.

    `parameters` are those that it was asked with.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    scanned_bytes: int
    types: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A statement and its parameters; a saved query finds its own in the data."""

    sql: str
    parameters: tuple[str, ...] = ()
    saved: SavedQuery | None = None


class QueryError(ExpectedFailure):
    """The statement was refused or failed; `str()` is Athena's message."""


def answer(
    question: Question,
    data: Path | None,
    emulated: Emulated,
    engine_name: EngineName = EngineName.DUCKDB,
    progress: Progress = lambda line: None,
) -> tuple[Answer, Intake]:
    """Run it on the user's data or on the samples; with what was wrong with the data.

    Raises QueryError, DataFolderError, TrinoUnavailable.
    """
    with tempfile.TemporaryDirectory(prefix="aws-cost-pipeline-") as scratch:
        declared = {line.dataset.declared_table for line in emulated.plan.lines}
        wanted = _datasets(question.sql, declared)
        intake = bills(data, Path(scratch), wanted, emulated=emulated)
        parameters = question.parameters
        if question.saved:
            given = literals(question.saved, parameters)
            parameters = given or defaults(question.saved, intake.months)
        catalog = BilledTables(emulated, intake.months)
        if data is not None:
            there = over_months(emulated, intake.months)
            _put_views(catalog, BilledTables(there, intake.months), emulated.names.database)
            declared = {line.dataset.declared_table for line in there.plan.lines}
            left = elsewhere(data, intake.months, _datasets(question.sql, declared))
            intake = replace(intake, problems=(*intake.problems, *left))
        sql = question.sql
        if question.saved:
            sql = _deployed(question.saved, catalog.tables(emulated.names.database)).sql
        statement = Statement(
            without_closing_semicolon(sql),
            emulated.names.database,
            parameters,
            emulated.plan.environment.query.scan_limit_bytes,
        )
        with engine_over(engine_name, emulated, catalog, progress) as engine:
            try:
                found = texts(engine.run(statement))
                return replace(found, parameters=parameters), intake
            except SqlError as error:
                raise QueryError(f"{error}{_taken(question)}") from None
            except ScanLimitExceeded as over:
                raise QueryError(f"the workgroup's scan limit: {over}") from None


def saved_query(name: str) -> SavedQuery:
    """By `theme/query`. Raises QueryError with the names that are like it."""
    known = {query.full_name: query for query in all_queries()}
    if name not in known:
        like = [found for found in known if name in found] or get_close_matches(name, known)
        meant = f"; did you mean {' or '.join(like)}?" if like else ""
        raise QueryError(
            f"--saved {name}: no such query{meant or ';'} `python -m costs queries` lists all"
        )
    return known[name]


def _deployed(query: SavedQuery, there: Collection[str]) -> SavedQuery:
    found = form_over(query, there)
    if missing := [name for name in found.reads if name not in there]:
        raise QueryError(
            f"{query.full_name} reads {', '.join(missing)}, which this environment lacks: turn its "
            "export on in cdktf.json, or take another --environment"
        )
    return found


def _taken(question: Question) -> str:
    """What a saved query's parameters are, for who has given some."""
    if not question.saved or not question.parameters:
        return ""
    told = "".join(f"\n  ? {parameter}" for parameter in question.saved.parameters)
    return f"\n{question.saved.full_name} takes:{told}"


def _put_views(catalog: BilledTables, of_data: BilledTables, database: str) -> None:
    """A folder's `costs` are made of what it holds, not of the exports that are turned on."""
    for name in of_data.tables(database):
        found = of_data.table(database, name)
        if found and found.view_sql is not None:
            catalog.put(found)


def _datasets(sql: str, declared: Collection[str]) -> Sequence[Dataset]:
    """Those that the statement may read, also through views: the others would be wasted time."""
    words = set(re.findall(r"\w+", over_sources(sql.lower())))
    for view in reversed(views_over(declared)):
        words |= set(view.reads) if view.name in words else set()
    return [d for d in DATASETS if words & {d.table, d.declared_table}]


def texts(result: EngineResult) -> Answer:
    """All rows of a result, as Athena writes them."""
    types = [column.type for column in result.columns]
    rows = tuple(
        tuple(athena_text(value, type_) for value, type_ in zip(row, types, strict=True))
        for row in result.rows
    )
    names = tuple(column.name for column in result.columns)
    return Answer(names, rows, result.scanned_bytes, tuple(types))
