"""Imports run one way, read from the source with `ast`: those inside functions and for types too."""

import ast
from collections.abc import Iterable, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PACKAGES = ("modules", "dashboards", "athena", "emulator", "costs")
# Each line may import the lines above it; what stands in one line doesn't know its neighbours.
LAYERS = {
    "dashboards": """
    subject units
    statements
    metrics panels
    variables
    board
    overview explorer accounts commitments kubernetes
    data_transfer waste ai anomalies line_items pipeline
    render
    __main__ provisioning
    """,
    "athena": """
    cache errors quoting
    rights types
    tables
    arrow engine text
    sql
    duckdb trino glue
    endpoint client folder
    serve
    """,
    "emulator": """
    environment aws
    access glue bills
    delivery
    cloud
    """,
    "costs": """
    options bill reconciliation
    deployed printing
    answering laptop
    metrics report
    adopt check demo grafana guard opencost price queries query reconcile redrive schema up
    cli
    __main__
    """,
}

Graph = Mapping[str, Iterable[str]]


@cache
def modules() -> dict[str, Path]:
    """Every module of the house by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((PROJECT / package).rglob("*.py")):
            parts = path.relative_to(PROJECT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imported() -> dict[str, set[str]]:
    """The modules of the house that each of them imports."""
    return {name: _imported(path) - {name} for name, path in modules().items()}


def _imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module, f"{path}: a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in modules() else node.module for name in names}
    return found & set(modules())


def circle(graph: Graph) -> list[str]:
    """One circle of a graph, from an end to the same end; empty when there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def entry(module: str, folder: Path) -> str:
    """The file or folder, of those that a folder lists, in which a module is."""
    return modules()[module].relative_to(folder).parts[0]


def test_a_circle_is_found() -> None:
    """However long it is."""
    assert sorted(set(circle({"a": "b", "b": "c", "c": "a", "d": "a"}))) == ["a", "b", "c"]
    assert not circle({"a": "bc", "b": "c"})


def test_no_module_imports_itself_through_others() -> None:
    """In the whole house."""
    assert not circle(imported())


FOLDERS = sorted({path.parent for path in modules().values()} | {PROJECT})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: str(f.relative_to(PROJECT)))
def test_what_a_folder_lists_can_be_read_in_an_order(folder: Path) -> None:
    """Its files and its folders, each as a whole, don't import each other in a circle."""
    graph: dict[str, set[str]] = {}
    inside = {name for name, path in modules().items() if path.is_relative_to(folder)}
    for name in inside:
        mine = entry(name, folder)
        others = {entry(other, folder) for other in imported()[name] & inside}
        graph.setdefault(mine, set()).update(others - {mine})
    assert not circle(graph)


@pytest.mark.parametrize(
    ("package", "known"),
    [
        ("modules", ()),
        ("dashboards", ("modules",)),
        ("athena", ()),
        ("emulator", ("athena", "modules")),
        ("costs", PACKAGES),
    ],
)
def test_packages_know_only_those_below_them(package: str, known: tuple[str, ...]) -> None:
    """What is deployed and Athena know none, the command line is known by none."""
    for name, others in imported().items():
        if name.split(".")[0] == package:
            assert {other.split(".")[0] for other in others} <= {package, *known}, name


@pytest.mark.parametrize("package", LAYERS)
def test_a_package_is_built_in_layers(package: str) -> None:
    """Every part of it has its place in the order."""
    layers = [line.split() for line in LAYERS[package].strip().splitlines()]
    place = {part: number for number, line in enumerate(layers) for part in line}
    inside = {name: name.split(".")[1] for name in modules() if name.startswith(f"{package}.")}
    assert set(inside.values()) == set(place)
    for name, part in inside.items():
        for other in imported()[name] & set(inside):
            there = inside[other]
            assert there == part or place[there] < place[part], f"{name} imports {other}"
