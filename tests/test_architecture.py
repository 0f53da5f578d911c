"""The structure that newcomers rely on, read from the source with `ast`."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from modules import STAGES
from modules.datasets import DATASETS
from modules.library_page import library_page
from modules.reference import managed_table, policies, replaced, running_cost_page
from modules.settings_page import settings_page
from tests.conftest import Stack, environment

PROJECT = Path(__file__).parent.parent
NEEDS_JSII = {*STAGES, "pipeline.py", "providers.py", "role.py", "state.py", "workgroup.py"}
PURE = [
    p
    for p in sorted((PROJECT / "modules").rglob("*.py"))
    if p.relative_to(PROJECT / "modules").parts[0] not in NEEDS_JSII
]
CODE = [
    p
    for folder in ("modules", "dashboards", "athena", "emulator", "costs")
    for p in sorted((PROJECT / folder).rglob("*.py"))
]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def name(path: Path) -> str:
    return str(path.relative_to(PROJECT))


@pytest.mark.parametrize("path", PURE, ids=name)
def test_pure_modules_never_import_cdktf(path: Path) -> None:
    """They are read without jsii, by tests and by the emulator."""
    assert not [i for i in imports(path) if i.split(".")[0] in ("cdktf", "constructs", "jsii")]
    assert not [i for i in imports(path) if i.startswith("cdktf_")]


@pytest.mark.parametrize("stage", STAGES)
def test_stages_never_import_each_other(stage: str) -> None:
    """pipeline.py wires them."""
    for path in (PROJECT / "modules" / stage).glob("*.py"):
        others = {f"modules.{other}" for other in STAGES if other != stage}
        assert not [i for i in imports(path) if any(i.startswith(other) for other in others)]


def test_every_stage_is_a_package_that_builds_itself() -> None:
    """The folder listing is the data flow, beside what every stage reads."""
    packages = {p.parent.name for p in (PROJECT / "modules").glob("*/__init__.py")}
    assert packages == {*STAGES, "datasets", "settings", "iam"}
    assert {p.parent.name for p in (PROJECT / "modules").glob("*/stage.py")} == set(STAGES)


def test_datasets_are_told_apart_in_their_own_package() -> None:
    """What differs between them is asked of the description, so that a new one is one file."""
    for path in CODE:
        if path.parent != PROJECT / "modules" / "datasets":
            told_apart = r"(\bis|==|!=|is not) (CUR2|FOCUS|LEGACY_CUR|COST_OPTIMIZATION|CARBON)\b"
            assert not re.search(told_apart, path.read_text()), path


def test_the_readme_draws_the_stages_in_order() -> None:
    """As pipeline.py builds them."""
    line = next(x for x in (PROJECT / "README.md").read_text().splitlines() if "──►" in x)
    assert [part.strip() for part in line.split("──►")] == list(STAGES)


def test_deployed_code_knows_nothing_of_laptops() -> None:
    """No emulator, no moto, no localhost, no branch for local."""
    for path in (PROJECT / "modules").rglob("*.py"):
        assert not [
            i
            for i in imports(path)
            if i.split(".")[0] in ("athena", "dashboards", "emulator", "costs", "moto", "boto3")
        ]
        assert not re.search(r"moto\b|localhost|127\.0\.0\.1|if .*\blocal\b", path.read_text()), (
            path
        )


def test_the_emulator_never_imports_cdktf() -> None:
    """It runs main.py as a user would."""
    for path in (PROJECT / "emulator").rglob("*.py"):
        assert not [i for i in imports(path) if i.split(".")[0] in ("cdktf", "constructs", "jsii")]
        assert not [i for i in imports(path) if i.startswith(("cdktf_", "modules.pipeline"))]


def test_dashboards_read_the_pure_part_of_modules_only() -> None:
    """They are made without jsii, an engine or a cloud."""
    for path in (PROJECT / "dashboards").rglob("*.py"):
        assert not [i for i in imports(path) if i.split(".")[0] in ("athena", "emulator", "costs")]
        assert not [i for i in imports(path) if i.startswith(("cdktf", "modules.pipeline"))]


def test_outputs_are_made_in_the_pipeline_only() -> None:
    """Inside a construct their names would carry hashes."""
    users = [p for p in CODE if "TerraformOutput" in p.read_text()]
    assert [name(p) for p in users] == ["modules/pipeline.py"]


def test_every_construct_has_a_test_at_the_mirrored_path() -> None:
    """And no test lacks its construct."""
    for stage in STAGES:
        constructs = {p.stem for p in (PROJECT / "modules" / stage).glob("[a-z]*.py")}
        tests = {
            p.stem.removeprefix("test_")
            for p in (PROJECT / "tests/modules" / stage).glob("test_*.py")
        }
        assert constructs == tests, stage


@pytest.mark.parametrize("path", CODE, ids=name)
def test_files_stay_readable(path: Path) -> None:
    """400 lines are a lot, even of one idea."""
    assert len(path.read_text().splitlines()) <= 400


def test_snapshots_stay_readable() -> None:
    """A construct each: whoever reviews a change sees all of what it touches."""
    snapshots = list((PROJECT / "tests").rglob("__snapshots__/*/*"))
    assert snapshots
    assert not [name(p) for p in snapshots if len(p.read_text().splitlines()) > 150]


def test_every_python_test_file_is_collected() -> None:
    """pytest passes over files without the prefix."""
    for path in (PROJECT / "tests").rglob("*.py"):
        defines = re.search(r"^def test_", path.read_text(), re.MULTILINE)
        assert not defines or path.name.startswith("test_"), path


def test_the_fidelity_table_names_the_tests_of_the_emulator() -> None:
    """Each of them and none that isn't there: what no test shows is no claim."""
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", (PROJECT / "docs/emulator.md").read_text()))
    folders = ("athena", "emulator/aws", "emulator/glue", "emulator/bills/generator")
    there = {
        path.relative_to(PROJECT).as_posix()
        for folder in folders
        for path in (PROJECT / "tests" / folder).rglob("test_*.py")
    }
    assert not there - named
    assert all((PROJECT / path).is_file() for path in named)


def test_generated_tables_are_up_to_date(example: Stack) -> None:
    """`make docs` rewrites them."""
    assert settings_page(example.json["output"]) == (PROJECT / "docs/settings.md").read_text()
    assert library_page() == (PROJECT / "queries/README.md").read_text()
    text = (PROJECT / "docs/running-cost.md").read_text()
    assert running_cost_page(text) == text
    text = (PROJECT / "docs/hcp-terraform.md").read_text()
    assert replaced(text, "managed", managed_table(example.json["resource"])) == text


def test_generated_policies_are_up_to_date() -> None:
    """`make docs` rewrites them; nothing else lies there."""
    folder = PROJECT / "policies/example"
    there = {path.name: path.read_text() for path in folder.iterdir()}
    assert there == policies(environment())


def test_the_shipped_environment_is_the_tested_one() -> None:
    """cdktf.json and the tests' example; the other one has every export."""
    from tests.conftest import EXAMPLE

    shipped = json.loads((PROJECT / "cdktf.json").read_text())["context"]["environments"]
    assert shipped["example"] == EXAMPLE
    exports = {dataset.name: {"enabled": True} for dataset in DATASETS} | EXAMPLE["exports"]
    assert {name: settings["exports"] for name, settings in shipped.items()} == {
        "example": EXAMPLE["exports"],
        "everything": exports,
    }
