"""`make test`: every test, in five processes side by side, though there may be but two cores.

One waits for Terraform, one for Trino, one for Node, which synthesizes, one for what it emulates; the
rest, which is shown while it runs, keeps a core busy. What the others print comes when all have ended,
and last a line with the counts of all, in pytest's words. Absent: workers that share the tests
(pytest-xdist), for each would apply a stack, start a Trino and load jsii of its own.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from typing import IO

OTHERS = (
    "terraform",
    "engines and not terraform",
    "jsii and not (terraform or engines)",
    "emulated and not (terraform or engines or jsii)",
)
REST = "not (terraform or engines or jsii or emulated)"  # each test is in one of the five
COUNTS = re.compile(r"^(?:=+ )?((?:, |\d+ [a-z]+)+) in \d+\.\d+s", re.MULTILINE)
COLOUR = re.compile(r"\x1b\[[\d;]*m")
UNCACHED = "PYTHONDONTWRITEBYTECODE"  # each process would compile all tests anew
ORDER = ("failed", "passed", "skipped", "xfailed", "xpassed", "warning", "error")  # not deselected
Process = subprocess.Popen[bytes]


def main() -> int:
    """All tests of the project in the working directory; not 0 if a shard's exit code isn't."""
    began = time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ExitStack() as files:
        logs = {marked: files.enter_context(tempfile.TemporaryFile()) for marked in OTHERS}
        others = [_start(marked, log) for marked, log in logs.items()]
        rest = _start(REST, subprocess.PIPE)
        try:
            shown = _show(rest, others)
        finally:
            for process in (rest, *others):
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
        said = [_read(log) for log in logs.values()]
    for marked, output in zip(logs, said, strict=True):
        print(f"\n{marked}:\n{output}")
    codes = [process.returncode for process in (rest, *others)]
    print(closing_line((shown, *said), codes, time.monotonic() - began))
    return max(codes, key=abs)


def _read(log: IO[bytes]) -> str:
    log.seek(0)
    return log.read().decode()


def closing_line(outputs: Sequence[str], codes: Sequence[int], seconds: float) -> str:
    """`1 failed, 3660 passed in 240.00s`; a shard that ended badly otherwise is an error."""
    total: Counter[str] = Counter()
    for output, code in zip(outputs, codes, strict=True):
        lines = COUNTS.findall(COLOUR.sub("", output))
        counts: Counter[str] = Counter()
        for number, outcome in re.findall(r"(\d+) ([a-z]+)", lines[-1] if lines else ""):
            counts[re.sub("(warning|error)s", r"\1", outcome)] += int(number)
        if code and not (counts["failed"] or counts["error"]):
            counts["error"] = 1
        total += counts
    told = [f"{total[outcome]} {outcome}" for outcome in ORDER if total[outcome]]
    return f"{', '.join(told)} in {seconds:.2f}s"


def _start(marked: str, output: IO[bytes] | int) -> Process:
    colour = "yes" if sys.stdout.isatty() else "no"
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", f"--color={colour}", "-m", marked],
        env={name: value for name, value in os.environ.items() if name != UNCACHED},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        process_group=0,  # so that Ctrl-C reaches only us
    )


def _show(live: Process, others: Sequence[Process]) -> str:
    """Print what `live` says while it says it, until all have ended. The first Ctrl-C is handed on."""
    assert live.stdout
    said, interrupted = b"", False
    while True:
        try:
            while chunk := os.read(live.stdout.fileno(), 1 << 16):
                said += chunk
                os.write(sys.stdout.fileno(), chunk)
            for process in (live, *others):
                process.wait()
            return said.decode()
        except KeyboardInterrupt:
            if interrupted:
                raise
            interrupted = True
            for process in (live, *others):
                process.send_signal(signal.SIGINT)


if __name__ == "__main__":
    sys.exit(main())
