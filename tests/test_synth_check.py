"""`make synth-check`, in a small repository whose main.py writes what it is told."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
SYNTHESIS = """
from pathlib import Path
for line in Path("settings").read_text().splitlines():
    name, json = line.split("=")
    stack = Path("cdktf.out/stacks", name, "cdk.tf.json")
    stack.parent.mkdir(parents=True, exist_ok=True)
    stack.write_text(json)
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """One environment, `prod`; nothing synthesized yet."""
    shutil.copy(PROJECT / "Makefile", tmp_path)
    (tmp_path / "main.py").write_text(SYNTHESIS)
    (tmp_path / "settings").write_text("prod={}")
    git(tmp_path, "init", "--quiet")
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    author = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
    subprocess.run(["git", *author, *arguments], cwd=folder, check=True, capture_output=True)


def commit_the_synthesized(folder: Path) -> None:
    subprocess.run([sys.executable, "main.py"], cwd=folder, check=True)
    git(folder, "add", ".")
    git(folder, "commit", "--message", "synthesized")


def synth_check(folder: Path) -> tuple[bool, str]:
    """Did it pass, and what did it say?"""
    settings = ["READY=", f"BIN={Path(sys.executable).parent}"]  # there already
    # `make test` must not make this one talk as its part.
    environment = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL")}
    done = subprocess.run(
        ["make", *settings, "synth-check"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    return done.returncode == 0, done.stdout + done.stderr


def test_committed_json_that_is_up_to_date_passes(repository: Path) -> None:
    """Without a word."""
    commit_the_synthesized(repository)
    assert synth_check(repository) == (True, "")


def test_stale_json_fails(repository: Path) -> None:
    """And is named."""
    commit_the_synthesized(repository)
    (repository / "settings").write_text('prod={"changed": 1}')
    passed, said = synth_check(repository)
    assert not passed
    assert "prod/cdk.tf.json" in said
    assert "Stale: commit what make synth writes" in said


def test_nothing_committed_fails_and_says_how_to_start(repository: Path) -> None:
    """As .gitignore has it, until somebody decides otherwise."""
    (repository / ".gitignore").write_text("cdktf.out/\n")
    passed, said = synth_check(repository)
    assert not passed
    assert "nothing to compare with" in said
    assert "remove cdktf.out/ from .gitignore" in said


@pytest.mark.parametrize("ignored", ["", "cdktf.out/\n"], ids=["untracked", "ignored"])
def test_a_new_environment_that_is_not_committed_fails(repository: Path, ignored: str) -> None:
    """Beside one that is."""
    commit_the_synthesized(repository)
    (repository / ".gitignore").write_text(ignored)
    (repository / "settings").write_text("prod={}\ndev={}")
    passed, said = synth_check(repository)
    assert not passed
    assert "Not committed: cdktf.out/stacks/dev/cdk.tf.json" in said
