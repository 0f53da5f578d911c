"""`make test`: every test, in two processes side by side, since one keeps only one core busy.

One shard waits for Terraform and Trino, the other has the rest and is shown while it runs. The output of
the first comes when both have ended, and last a line with the counts of both, in pytest's words. Absent:
workers that share the tests (pytest-xdist), for each would apply a stack and start a Trino of its own.
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
from contextlib import suppress
from typing import IO

WAITING = "terraform or engines"  # an expression and its opposite: each test is in one of them
REST = f"not ({WAITING})"
COUNTS = re.compile(r"^(?:=+ )?((?:, |\d+ [a-z]+)+) in \d+\.\d+s", re.MULTILINE)
COLOUR = re.compile(r"\x1b\[[\d;]*m")
ORDER = ("failed", "passed", "skipped", "xfailed", "xpassed", "warning", "error")  # not deselected
Process = subprocess.Popen[bytes]


def main() -> int:
    """All tests of the project in the working directory; not 0 if a shard's exit code isn't."""
    began = time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryFile() as log:
        waiting, rest = _start(WAITING, log), _start(REST, subprocess.PIPE)
        try:
            shown = _show(rest, waiting)
        finally:
            for process in (waiting, rest):
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
        log.seek(0)
        later = log.read().decode()
    print(f"\n{WAITING}:\n{later}")
    codes = (rest.returncode, waiting.returncode)
    print(closing_line((shown, later), codes, time.monotonic() - began))
    return max(codes, key=abs)


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
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        process_group=0,  # so that Ctrl-C reaches only us
    )


def _show(live: Process, other: Process) -> str:
    """Print what `live` says while it says it, until both have ended. The first Ctrl-C is handed on."""
    assert live.stdout
    said, interrupted = b"", False
    while True:
        try:
            while chunk := os.read(live.stdout.fileno(), 1 << 16):
                said += chunk
                os.write(sys.stdout.fileno(), chunk)
            live.wait()
            other.wait()
            return said.decode()
        except KeyboardInterrupt:
            if interrupted:
                raise
            interrupted = True
            for process in (live, other):
                process.send_signal(signal.SIGINT)


if __name__ == "__main__":
    sys.exit(main())
