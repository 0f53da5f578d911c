"""TrinoServer and its supervisor: nothing is left behind."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from athena.engine import Statement
from athena.errors import QueryCancelled
from athena.trino import configuration
from athena.trino.distribution import TrinoDistribution, TrinoUnavailable
from athena.trino.engine import TrinoEngine
from athena.trino.server import SUPERVISOR, TrinoServer
from tests.athena.engines.statements import ENDLESS
from tests.athena.engines.tables import ACCOUNT, DATABASE, REGION
from tests.waiting import wait_until

WRITE_PID_AND_WAIT = (
    "import os, pathlib, time; pathlib.Path({file!r}).write_text(str(os.getpid())); time.sleep(600)"
)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "\tZ" not in "".join(_status(process))


def _status(process: int) -> list[str]:
    file = Path(f"/proc/{process}/status")
    return (
        [line for line in file.read_text().splitlines() if line.startswith("State")]
        if file.exists()
        else []
    )


def supervise(scratch: Path, program: str) -> list[str]:
    return [sys.executable, "-I", str(SUPERVISOR), str(scratch), sys.executable, "-c", program]


def test_a_supervised_program_dies_with_a_killed_command(tmp_path: Path) -> None:
    """... and its scratch folder goes too, even when the command had no time to clean up."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    pid_file = tmp_path / "pid"
    program = WRITE_PID_AND_WAIT.format(file=str(pid_file))
    command = f"""import subprocess, time
subprocess.Popen({supervise(scratch, program)!r}, stdin=subprocess.PIPE, start_new_session=True)
time.sleep(600)"""
    parent = subprocess.Popen([sys.executable, "-c", command])
    wait_until(lambda: pid_file.exists() and bool(pid_file.read_text()))
    program_pid = int(pid_file.read_text())
    assert alive(program_pid)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    wait_until(lambda: not alive(program_pid))
    wait_until(lambda: not scratch.exists())


def test_a_supervisor_ends_with_its_program(tmp_path: Path) -> None:
    """... by exit or by signal, so that the command sees that the server is gone."""
    for program, code in (("raise SystemExit(3)", 3), ("import os; os.kill(os.getpid(), 9)", 1)):
        supervisor = subprocess.Popen(supervise(tmp_path, program), stdin=subprocess.PIPE)
        assert supervisor.wait(20) == code


def test_a_server_that_does_not_start_shows_the_end_of_its_log(tmp_path: Path) -> None:
    """... and leaves no files."""
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'Error: bad luck'\necho\nexit 1\n")
    java.chmod(0o755)
    distribution = TrinoDistribution(java, tmp_path)
    with pytest.raises(
        TrinoUnavailable, match=r"did not start. Its log ends with:\nError: bad luck$"
    ):
        TrinoServer.start(distribution, "http://127.0.0.1:1", REGION, ACCOUNT, print)


def test_too_little_memory_is_said_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """... with what is needed and what there is."""
    monkeypatch.setattr(configuration, "_free_memory", lambda: 1 << 29)
    with pytest.raises(TrinoUnavailable, match=r"needs 1.5 GB of free memory and 0.5 GB are free"):
        configuration.heap_size()


@pytest.mark.parametrize(("free", "heap"), [(2, 1), (5, 2.5), (64, 3)])
def test_trino_takes_half_of_the_free_memory(
    monkeypatch: pytest.MonkeyPatch, free: float, heap: float
) -> None:
    """... but at least 1 and at most 3 GB."""
    monkeypatch.setattr(configuration, "_free_memory", lambda: int(free * configuration.GIB))
    assert configuration.heap_size() == heap * configuration.GIB


@pytest.mark.engines
@pytest.mark.last
def test_closing_the_engine_ends_the_server_and_cancels_what_runs(trino: TrinoEngine) -> None:
    """... and a second close, that of the fixture, does nothing."""
    server = trino._server
    threading.Timer(1, trino.close).start()
    with pytest.raises(QueryCancelled):
        trino.run(Statement(ENDLESS, DATABASE))
    wait_until(lambda: not server.running)
    assert not server._scratch.exists()


def test_a_server_that_is_gone_is_an_error_with_its_log(tmp_path: Path) -> None:
    """... rather than a hanging statement."""
    (tmp_path / "log").write_text("all went well\njava.lang.OutOfMemoryError\n\tat io.trino\n")
    gone = subprocess.Popen(["true"], stdin=subprocess.PIPE)
    engine = TrinoEngine(TrinoServer(gone, tmp_path, port=9))
    with pytest.raises(
        TrinoUnavailable, match=r"(?s)ended unexpectedly.*java.lang.OutOfMemoryError$"
    ):
        engine.run(Statement("SELECT 1", DATABASE))
    engine.close()
