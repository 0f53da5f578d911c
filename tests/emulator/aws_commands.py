"""Runs the aws CLI as its makers ship it, many commands in one process, in that of `clients.txt`.

Reads a JSON list of argument lists; writes one of [exit code, what it printed, what it said on stderr].
"""

import contextlib
import io
import json
import sys

from awscli.clidriver import create_clidriver  # type: ignore[import-not-found]


def run(arguments: list[str]) -> tuple[int, str, str]:
    """As a process of its own would end."""
    printed, said = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(said):
        try:
            code = create_clidriver().main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
        printed.flush()
    return code, printed.buffer.getvalue().decode(), said.getvalue()


if __name__ == "__main__":
    json.dump([run(arguments) for arguments in json.load(sys.stdin)], sys.stdout)
