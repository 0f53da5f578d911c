"""`make test` is five runs of pytest, and one answer."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.shards import closing_line

SHARDS = Path(__file__).with_name("shards.py")
SETTINGS = """[tool.pytest.ini_options]
markers = ['terraform', 'engines', 'jsii', 'emulated']
addopts = '-p no:cacheprovider'
"""
TESTS = """
import pytest, time

@pytest.mark.terraform
def test_applies(): {terraform}

@pytest.mark.engines
def test_asks_trino(): {engines}

@pytest.mark.engines
@pytest.mark.terraform
def test_does_both(): pass

@pytest.mark.jsii
@pytest.mark.terraform
def test_applies_what_it_synthesizes(): pass

@pytest.mark.jsii
def test_synthesizes(): {jsii}

@pytest.mark.emulated
def test_emulates(): {emulated}

def test_the_rest(): {rest}
"""


NAMES = ("terraform", "engines", "jsii", "emulated", "rest")


def project(folder: Path, **bodies: str) -> Path:
    """Seven tests, with combinations of marks; those of `NAMES` do what `bodies` say."""
    (folder / "pyproject.toml").write_text(SETTINGS)
    (folder / "test_it.py").write_text(TESTS.format(**dict.fromkeys(NAMES, "pass") | bodies))
    return folder


def started(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(SHARDS)],
        cwd=folder,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=_in_the_foreground,
    )


def _in_the_foreground() -> None:
    """Where Ctrl-C counts, though a shell started the tests in its background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_every_test_runs_once(tmp_path: Path) -> None:
    """And the last line counts them all."""
    run = started(project(tmp_path))
    said, _ = run.communicate()
    assert said.splitlines()[-1].startswith("7 passed in ")
    assert run.returncode == 0


def test_a_failure_in_any_shard_is_shown_whole_and_fails(tmp_path: Path) -> None:
    """Apart from what the others say."""
    run = started(project(tmp_path, **{name: f"assert {name!r} == 'that'" for name in NAMES}))
    said, _ = run.communicate()
    for name in NAMES:
        assert said.count(f"E   AssertionError: assert {name!r} == 'that'") == 1
    assert said.splitlines()[-1].startswith("5 failed, 2 passed in ")
    assert run.returncode == 1


def test_a_shard_without_tests_fails(tmp_path: Path) -> None:
    """A mark that was lost would empty one."""
    folder = project(tmp_path)
    file = folder / "test_it.py"
    file.write_text(file.read_text().replace("test_the_rest", "helper"))
    run = started(folder)
    said, _ = run.communicate()
    assert said.splitlines()[-1].startswith("6 passed, 1 error in ")
    assert run.returncode


def test_ctrl_c_ends_all(tmp_path: Path) -> None:
    """Each cleans up after itself."""
    mark = "open({!r}, 'w').close(); time.sleep(60)"
    marks = {name: tmp_path / name for name in NAMES}  # each has begun: none starts up or has ended
    bodies = {name: mark.format(str(file)) for name, file in marks.items()}
    run = started(project(tmp_path, **bodies))
    while not all(file.exists() for file in marks.values()):
        assert run.poll() is None
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    said, _ = run.communicate(timeout=60)
    assert said.count("! KeyboardInterrupt !") == 5
    assert said.splitlines()[-1].startswith("5 error in ")
    assert run.returncode == 2


def test_a_closing_line_adds_up() -> None:
    """In pytest's order, without what the other shard has, and without colours."""
    one = "\x1b[31m=== \x1b[1m1 failed\x1b[0m, 3 passed, 5 deselected, 1 warning in 1.00s ==="
    other = "2 passed, 2 skipped, 4 deselected, 2 warnings, 2 errors in 61.00s (0:01:01)"
    assert closing_line((one, other), (1, 1), 62) == (
        "1 failed, 5 passed, 2 skipped, 3 warning, 2 error in 62.00s"
    )
