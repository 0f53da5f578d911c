"""Rules for all SQL that ships: what makes a number wrong, or a query dear, without any error."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from athena.sql import parse_query, tree
from modules.sealed import TABLES
from modules.sql import QUERIES
from modules.themes import FOLDERS
from tests.queries.view_cases import SHOWN

FILES = sorted(QUERIES.rglob("*.sql"))
MONTH = {"billing_period"}
KEYS = {
    **dict.fromkeys(("costs", "costs_cur2", "costs_legacy", "costs_focus", "cur2", "focus"), MONTH),
    **dict.fromkeys(("kubernetes_costs", *TABLES), MONTH),
    "emissions": {"usage_period"},
    "cur": {"year", "month"},
    "cur_declared": {"year", "month"},
}
BASES = re.compile(
    r"unblended_cost|amortized_cost|public_cost|split_cost|unused_cost"
    r"|billed_cost|effective_cost|contracted_cost|list_cost"
)
COSTS = {column.name for column in SHOWN["costs"].columns}
SEALED = {name: {column.name for column in SHOWN[name].columns} for name in TABLES}
SPLIT_ROWS = {"EKSPod-EC2", "ECSTask-EC2"}


def names_in(node: tree.Node) -> set[str]:
    """Of the columns that it mentions."""
    found = {n.name for n in node.walk() if isinstance(n, tree.Identifier)}
    return found | {n.field for n in node.walk() if isinstance(n, tree.Dereference)}


def selects(sql: str) -> Iterator[tuple[tree.Select, set[str]]]:
    """Each SELECT with the tables it reads itself, not through a query inside."""
    query = parse_query(sql)
    own = {node.name for node in query.walk() if isinstance(node, tree.CommonTable)}
    for node in query.walk():
        if isinstance(node, tree.Select) and node.relation:
            inside = {
                table
                for derived in node.relation.walk()
                if isinstance(derived, tree.Derived)
                for table in derived.walk()
            }
            tables = [
                n for n in node.relation.walk() if isinstance(n, tree.Table) and n not in inside
            ]
            yield node, {str(table.parts[-1]) for table in tables} - own


def without_a_partition_filter(sql: str) -> list[str]:
    """Tables of which every month would be read. Who reads a common table may filter in its stead."""
    found = list(selects(sql))
    filtered = {
        name
        for select, _ in found
        if select.where
        for name in names_in(select.where) & {"billing_period", "usage_period", "year", "month"}
    }
    commons = [n for n in parse_query(sql).walk() if isinstance(n, tree.CommonTable)]
    passed_on = {inner for common in commons for inner in common.walk()}
    return [
        table
        for select, tables in found
        for table in sorted(tables & KEYS.keys())
        if not (select.where and KEYS[table] <= names_in(select.where))
        and not (select in passed_on and KEYS[table] <= filtered and _shows(select, KEYS[table]))
    ]


def _shows(select: tree.Select, keys: set[str]) -> bool:
    """Are the keys among its columns as they are, so that a filter reaches through?"""
    shown = {item.value.name for item in select.items if isinstance(item.value, tree.Identifier)}
    return keys <= shown


def unnamed_columns(sql: str) -> list[str]:
    """Asterisks, and expressions that an engine would call _col3."""
    outermost = parse_query(sql).body
    stars = [
        item.span.text
        for select in parse_query(sql).walk()
        if isinstance(select, tree.Select)
        for item in select.items
        if item.value is None
    ]
    if not isinstance(outermost, tree.Select):
        return stars
    named = (tree.Identifier, tree.Dereference)
    return stars + [
        item.span.text
        for item in outermost.items
        if item.value and not item.alias and not isinstance(item.value, named)
    ]


def money_without_a_basis(sql: str) -> list[str]:
    """Columns of an answer that say cost and not which."""
    body = parse_query(sql).body
    items = body.items if isinstance(body, tree.Select) else ()
    aliases = [item.alias or "" for item in items]
    return [alias for alias in aliases if "cost" in alias and not BASES.search(alias)]


def split_rows_counted(sql: str) -> list[str]:
    """Amounts and public costs of a raw table, where split rows repeat what their instance has."""
    return [
        name
        for select, tables in selects(sql)
        if tables & {"cur2", "cur", "cur_declared"}
        for name in sorted(names_in(select))
        if re.search(r"usage_amount|public_on_demand_cost|_rate$|line_item_unblended_cost", name)
        and not _guarded(select)
    ]


def _guarded(select: tree.Select) -> bool:
    texts = {node.value for node in select.walk() if isinstance(node, tree.String)}
    return texts >= SPLIT_ROWS


def unit_price_divisions(sql: str) -> list[str]:
    """FOCUS leaves unit prices NULL, CUR has them as texts, and tiers make them untrue."""
    price = re.compile(r"_rate$|unit_?price$")
    return [
        node.span.text
        for node in parse_query(sql).walk()
        if isinstance(node, tree.Arithmetic) and node.operator == "/"
        if any(price.search(name) for name in names_in(node))
    ]


def clocks(sql: str) -> list[str]:
    """What makes the same bill answer otherwise tomorrow."""
    return [
        node.span.text
        for node in parse_query(sql).walk()
        if isinstance(node, tree.Current)
        or (isinstance(node, tree.Call) and node.name in ("now", "random", "rand", "uuid"))
    ]


def unordered(sql: str) -> list[str]:
    """Rows that come in another order each time."""
    return [] if parse_query(sql).order else ["no ORDER BY"]


def line_items_for_nothing(sql: str) -> list[str]:
    """Sealed tables that have all that is asked of `costs`. A header may say why not to read them."""
    if not any("costs" in tables for _, tables in selects(sql)) or "Reads line items" in sql:
        return []
    asked = {name for node in parse_query(sql).walk() for name in names_in(node)}
    return [table for table, columns in SEALED.items() if asked & COSTS <= columns]


RULES: dict[str, tuple[Callable[[str], list[str]], str]] = {
    "it filters on the partition": (
        without_a_partition_filter,
        "SELECT account_id FROM costs WHERE day > DATE '2026-01-01' ORDER BY account_id",
    ),
    "it names its columns": (
        unnamed_columns,
        "SELECT SUM(unblended_cost) FROM costs WHERE billing_period = ? ORDER BY 1",
    ),
    "it takes no asterisk": (unnamed_columns, "SELECT * FROM costs ORDER BY day"),
    "money says its cost basis": (
        money_without_a_basis,
        "SELECT SUM(unblended_cost) AS cost FROM costs WHERE billing_period = ? ORDER BY cost",
    ),
    "split rows count once": (
        split_rows_counted,
        "SELECT SUM(line_item_usage_amount) AS amount FROM cur2 WHERE billing_period = ? ORDER BY 1",
    ),
    "it divides by no unit price": (
        unit_price_divisions,
        "SELECT billedcost / listunitprice AS amount FROM focus ORDER BY amount",
    ),
    "it asks no clock": (clocks, "SELECT CURRENT_DATE AS day, now() AS moment ORDER BY day"),
    "it has an order": (unordered, "SELECT day FROM costs WHERE billing_period = ?"),
    "it reads sealed months where they will do": (
        line_items_for_nothing,
        "SELECT resource_id, SUM(public_cost) AS public_cost FROM costs WHERE billing_period = ?"
        " GROUP BY resource_id ORDER BY public_cost",
    ),
}
# Views pass filters through, and have no order. The questions of cur and cur2 sum unblended cost, which
# split rows don't have.
EXEMPT = {
    "it filters on the partition": ("views",),
    "it has an order": ("views",),
    "it reads sealed months where they will do": ("views",),
    "money says its cost basis": ("views",),
    "split rows count once": ("views", "cur", "cur2"),
}
PAIRS = [
    (rule, path)
    for rule in RULES
    for path in FILES
    if path.relative_to(QUERIES).parts[0] not in EXEMPT.get(rule, ())
]


@pytest.mark.parametrize(
    ("rule", "path"), PAIRS, ids=[f"{path.relative_to(QUERIES)}: {rule}" for rule, path in PAIRS]
)
def test_shipped_sql_keeps_the_rule(rule: str, path: Path) -> None:
    """Each rule over each file."""
    assert RULES[rule][0](path.read_text()) == []


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_what_it_is_for(rule: str) -> None:
    """Else it would be green whatever ships."""
    find, wrong = RULES[rule]
    assert find(wrong)


def test_every_folder_is_looked_at() -> None:
    """A theme that nobody lists would be neither deployed nor read."""
    there = {path.relative_to(QUERIES).parts[0] for path in FILES}
    assert there == {*FOLDERS, "views"}
