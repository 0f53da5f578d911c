"""Every function and macro of the embedded engine has a probe, and the documents count them right."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from athena.duckdb.engine import Finder
from athena.duckdb.macros import MACROS
from athena.duckdb.statement import translated
from athena.duckdb.translation import calls
from athena.duckdb.translation.context import (
    Context,
    translate,
    translate_body,
    translate_relation,
)
from athena.duckdb.translation.functions.catalogue import functions
from athena.duckdb.translation.functions.reading import parse_signatures
from athena.engine import Statement
from athena.errors import SqlError
from athena.sql import tree
from athena.tables import FixedCatalog
from tests.athena.engines.statements import accepted, probes, questions, refused
from tests.athena.engines.tables import DATABASE

PROJECT = Path(__file__).parents[3]
MACRO = re.compile(r"CREATE MACRO (\w+)\((.*?)(?=CREATE MACRO|\Z)", re.DOTALL)
NAME = re.compile(r"\btrino_\w+")


@pytest.fixture(scope="module")
def probed() -> Iterator[tuple[set[str], set[str]]]:
    """The functions that probes call, and the macros in what they are translated to."""
    called: set[str] = set()
    macros: set[str] = set()
    choose = calls.choose

    def noting(node: tree.Call, context: Context, name: str) -> calls.Choice:
        called.add(name)
        return choose(node, context, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calls, "choose", noting)
        for probe in probes():
            try:
                sql = translated(Statement(probe.sql, DATABASE), NOTHING, datetime.now(UTC)).sql
            except SqlError:
                continue
            macros.update(NAME.findall(sql))
        yield called, macros


NOTHING = Finder(FixedCatalog(DATABASE, ()))  # probes read no tables


def test_every_function_has_a_probe(probed: tuple[set[str], set[str]]) -> None:
    """Of those that this engine has."""
    mine = {n for n, overloads in functions().overloads.items() if any(o.sql for o in overloads)}
    assert not mine - probed[0]


def test_every_macro_has_a_probe(probed: tuple[set[str], set[str]]) -> None:
    """By itself or in another macro."""
    bodies = dict(MACRO.findall(MACROS.read_text()))
    reached, todo = set(probed[1]), list(probed[1])
    while todo:
        inner = set(NAME.findall(bodies.get(todo.pop(), ""))) - reached
        reached |= inner
        todo += inner
    assert not bodies.keys() - reached


@pytest.mark.parametrize(
    ("rules", "of"),
    [
        (translate, tree.Expression),
        (translate_relation, tree.Relation),
        (translate_body, tree.Body),
    ],
)
def test_every_form_of_the_grammar_has_its_rule(rules: Any, of: type[tree.Node]) -> None:
    """A node without one would be refused by the name of its class."""
    forms = set(of.__subclasses__())
    assert forms
    assert forms == set(rules.registry) - {object}


def test_a_set_of_types_stands_for_an_overload_with_each() -> None:
    """Trino's message about a call that fits none lists them one by one."""
    line = "abs|size(n) N:whole -> n = abs($1)"
    read = list(parse_signatures(line, {"whole": ["bigint", "integer"]}))
    assert [(name, found.display, found.sql) for name, found in read] == [
        ("abs", "abs(bigint)", "abs($1)"),
        ("size", "size(bigint)", "abs($1)"),
        ("abs", "abs(integer)", "abs($1)"),
        ("size", "size(integer)", "abs($1)"),
    ]
    assert functions().expected("is_nan") == "is_nan(double), is_nan(real)"


def test_the_documents_have_the_figures_of_the_files() -> None:
    """The fidelity table counts what is in the files."""
    text = (PROJECT / "docs/emulator.md").read_text()
    only = sum(probe.trino_only for probe in probes())
    taken = [statement for statement in accepted() if not statement.trino_only]
    mine = sum(any(o.sql for o in overloads) for overloads in functions().overloads.values())
    every = len(functions().overloads) + len(functions().foreign)
    for claim in (
        f"| {len(probes())} probes of semantics",
        f"| {len(probes()) - only} equal, {only} refused, none different |",
        f"| {len(refused())} statements that Athena refuses | {len(refused())} refused",
        f"| {len(accepted())} unusual statements that Athena takes | {len(taken)} taken, ",
        f"| {sum(not s.validated_only for s in taken)} of these and {len(questions())} questions",
        f"| {mine} of Trino's {every} names |",
    ):
        assert claim in text
