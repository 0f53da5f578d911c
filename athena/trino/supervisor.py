"""Runs one program and ends it when whoever started this process is gone.

A server that outlives its command keeps gigabytes, and a killed parent can't clean up. So Trino is the
child of this small process, whose standard input is a pipe from the command: when the command closes
it or dies, by whatever signal, the pipe ends, and so do the program and its scratch folder.
Works on Linux and macOS alike, which parent-death signals don't.

    python trino_supervisor.py SCRATCH_FOLDER PROGRAM ARGUMENT...
"""

import os
import shutil
import subprocess
import sys
import threading


def main(scratch: str, *command: str) -> None:
    """Returns when standard input ends; exits with the program's code when that ends first."""
    program = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    ending = threading.Event()
    threading.Thread(target=_exit_with, args=(program, ending), daemon=True).start()
    sys.stdin.buffer.read()
    ending.set()
    program.kill()
    program.wait()
    shutil.rmtree(scratch, ignore_errors=True)


def _exit_with(program: "subprocess.Popen[bytes]", ending: threading.Event) -> None:
    code = program.wait()
    if not ending.is_set():
        os._exit(code if code > 0 else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
