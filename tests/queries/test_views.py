"""The cost language: what each view promises, and what it shows of small bills worked out by hand."""

import re
from collections.abc import Iterator
from itertools import chain, combinations
from pathlib import Path

import pyarrow as pa
import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.engine import Statement
from athena.sql import parse_query, tree
from modules.settings.accounts import ListedAccount
from modules.sql import QueryFileError
from modules.views import VIEWS, View, read_view, views_over
from tests.queries.tables import DATABASE, Tables
from tests.queries.test_answers import plain
from tests.queries.view_cases import (
    DECLARED,
    FOLDER,
    VIEWS_BY_NAME,
    ViewCase,
    read_view_case,
    table_of,
    view_case_folders,
    view_table,
)

FILES = sorted(VIEWS.rglob("*.sql"))
EACH_FILE = pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(VIEWS)))
EACH_CASE = pytest.mark.parametrize(
    "folder", view_case_folders(), ids=lambda folder: str(folder.relative_to(FOLDER))
)
MONEY = (
    "unblended_cost", "net_unblended_cost", "amortized_cost", "net_amortized_cost", "public_cost",
)  # fmt: skip


class Showing:
    """One engine over every view: starting one takes longer than a case."""

    def __init__(self) -> None:
        tables = (table_of(name, pa.table({}), Path()) for name in DECLARED)
        self.tables = Tables(*tables, *map(view_table, VIEWS_BY_NAME.values()))
        self.engine = DuckDbEngine(self.tables)

    def rows(self, case: ViewCase, folder: Path) -> tuple[list[object], list[object]]:
        """What the view shows and what it should, both in order."""
        for table in (*case.catalog_tables(folder), view_table(case.view)):
            self.tables.put(table)
        sql = f"SELECT {', '.join(case.columns)} FROM {case.view.name}"
        result = self.engine.run(Statement(sql, DATABASE))
        numbers = [column.type in ("double", "integer", "bigint") for column in result.columns]
        expected = [
            tuple(plain(float(v) if n and v else v) for v, n in zip(row, numbers, strict=True))
            for row in case.expected
        ]
        shown = [tuple(map(_text, row)) for row in result.rows]
        return sorted(shown, key=str), sorted(expected, key=str)


def _text(value: object) -> object:
    if isinstance(value, dict):
        return ";".join(f"{key}={value[key]}" for key in sorted(value))
    return plain(str(value).lower() if isinstance(value, bool) else value)


@pytest.fixture(scope="module")
def showing() -> Iterator[Showing]:
    showing = Showing()
    yield showing
    showing.engine.close()


@EACH_CASE
def test_a_view_shows_what_is_expected(folder: Path, showing: Showing, tmp_path: Path) -> None:
    """Each folder of tests/queries/views/<view>/."""
    case = read_view_case(folder)
    shown, expected = showing.rows(case, tmp_path)
    assert shown == expected, case.says


@EACH_CASE
def test_a_missing_text_is_null_or_empty(folder: Path, showing: Showing, tmp_path: Path) -> None:
    """AWS doesn't say which; every case shows the same."""
    case = read_view_case(folder)
    shown, expected = showing.rows(case.with_empty_texts(), tmp_path)
    assert shown == expected, case.says


@EACH_FILE
def test_the_columns_are_the_declared_ones(path: Path, showing: Showing) -> None:
    """Names and Trino types, in order, as Glue must know them."""
    view = read_view(path)
    described = showing.engine.validate(Statement(view.sql, DATABASE))
    assert [(column.name, column.type) for column in described] == [
        (column.name, column.type) for column in view.columns
    ]


@pytest.mark.parametrize("name", ["daily_costs", "resource_costs"])
def test_a_tag_of_the_settings_is_a_column(name: str, showing: Showing) -> None:
    """Valid, and declared; whatever its key has."""
    view = read_view(VIEWS / f"{name}_source.sql", ["user_team", "a:column", "of :key @x"])
    described = showing.engine.validate(Statement(view.sql, DATABASE))
    found = [column.name for column in described]
    assert found == [column.name for column in view.columns]
    assert {"tag_user_team", "tag_a_column", "tag_of__key__x"} <= set(found)


def test_a_listed_account_has_its_file_s_name(showing: Showing, tmp_path: Path) -> None:
    """And its unit; another keeps the bill's name and has none. The types are those without a file."""
    listed = [ListedAccount("222", "Shop's", "Retail", "ops"), ListedAccount("999", "not billed")]
    view = read_view(VIEWS / "listed_accounts.sql", accounts=listed)
    described = showing.engine.validate(Statement(view.sql, DATABASE))
    assert [(c.name, c.type) for c in described] == [(c.name, c.type) for c in view.columns]
    case = read_view_case(FOLDER / "accounts/the_newest_name_wins")
    for table in (*case.catalog_tables(tmp_path), view_table(view)):
        showing.tables.put(table)
    sql = "SELECT account_id, account_name, business_unit, owner FROM accounts ORDER BY account_id"
    rows = list(showing.engine.run(Statement(sql, DATABASE)).rows)
    showing.tables.put(view_table(VIEWS_BY_NAME["listed_accounts"]))
    assert rows == [
        ("222", "Shop's", "Retail", "ops"),
        ("333", "", "", ""),
        ("444", "data", "", ""),
    ]


@EACH_FILE
def test_it_reads_what_its_header_says(path: Path) -> None:
    """So that a view is deployed after what it reads, or not at all."""
    view = read_view(path)
    nodes = list(parse_query(view.sql).walk())
    own = {node.name for node in nodes if isinstance(node, tree.CommonTable)}
    read = {node.parts[-1] for node in nodes if isinstance(node, tree.Table)}
    assert read - own == set(view.reads)


@EACH_FILE
def test_every_text_it_shows_has_a_type(path: Path) -> None:
    """Else `''` is a varchar(0), and Athena calls the view stale; and no * takes columns unseen."""
    for select in selects(read_view(path)):
        assert all(item.value is not None for item in select.items), "*"
        assert not [item.alias for item in select.items if item.value and untyped(item.value)]


def selects(view: View) -> list[tree.Select]:
    return [n for n in parse_query(view.sql).walk() if isinstance(n, tree.Select)]


def untyped(value: tree.Expression) -> bool:
    """Is a literal text among what it may be?"""
    match value:
        case tree.String():
            return True
        case tree.Case():
            results = [when.result for when in value.whens]
            return any(map(untyped, [*results, *([value.default] if value.default else [])]))
        case tree.Call() if value.name in ("coalesce", "if"):
            return any(map(untyped, value.arguments))
    return False


@EACH_FILE
def test_it_is_timeless(path: Path) -> None:
    """The same bill always shows the same."""
    assert not re.search(r"current_date|now\(\)", path.read_text(), re.IGNORECASE)


def test_all_views_of_costs_have_the_same_columns() -> None:
    """Names, types and meaning."""
    columns = {read_view(p).columns for p in FILES if str(p.relative_to(VIEWS)).startswith("costs")}
    assert len(columns) == 1
    assert set(MONEY) <= {column.name for column in columns.pop()}


def test_money_has_one_rule_in_both_dialects_of_cur() -> None:
    """To the letter: what a case of one shows holds for the other."""
    named = [*MONEY, "charge_type", "purchase_option", "usage_amount"]
    rules = [_rules(VIEWS_BY_NAME[name]) for name in ("costs_cur2", "costs_legacy")]
    assert {name: rules[0][name] for name in named} == {name: rules[1][name] for name in named}


def _rules(view: View) -> dict[str, str]:
    (select,) = selects(view)
    return {item.alias: item.value.span.text for item in select.items if item.alias and item.value}


@pytest.mark.parametrize(
    ("tables", "costs"),
    [
        (("cur2",), {"costs_cur2"}),
        (("cur2", "focus"), {"costs_cur2"}),
        (("cur2", "focus", "cur_declared"), {"costs_cur2", "costs_legacy", "cur2"}),
        (("focus", "cur_declared"), {"costs_focus", "costs_legacy", "focus"}),
        (("focus", "coh"), {"costs_focus"}),
        (("cur_declared",), {"costs_legacy"}),
    ],
)
def test_costs_are_the_best_that_there_is(tables: tuple[str, ...], costs: set[str]) -> None:
    """CUR 2.0, else FOCUS, and legacy CUR for the months before."""
    found = {view.name: view for view in views_over(tables)}
    assert set(found["costs"].reads) == costs
    assert "accounts" in found
    assert ("kubernetes_costs" in found) == ("cur2" in tables)
    assert ("recommendations" in found) == ("coh" in tables)


def test_a_view_comes_after_what_it_reads() -> None:
    """Whatever there is."""
    tables = ("cur2", "focus", "cur_declared", "coh", "carbon")
    some = chain.from_iterable(combinations(tables, count) for count in range(len(tables) + 1))
    for chosen in some:
        there = set(chosen)
        for view in views_over(chosen):
            assert set(view.reads) <= there, view.name
            there.add(view.name)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("name varchar", "`name varchar`: a column is `name type  what it says`"),
        ("name map(varchar  text", r"`name map\(varchar  text`"),
    ],
)
def test_a_header_that_declares_no_type_is_refused(line: str, message: str, tmp_path: Path) -> None:
    """It names the file, and the line."""
    path = tmp_path / "mine.sql"
    path.write_text(
        f"-- Question: q\n-- Answers: a\n-- Columns:\n--   {line}\n-- Reads: cur2\n-- Scans: s\nSELECT 1"
    )
    with pytest.raises(QueryFileError, match=message):
        read_view(path)
