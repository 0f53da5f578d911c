"""The macros of macros.sql, each created when a statement first calls it.

Creating all of them takes longer than most statements.
"""

import re
import threading
from pathlib import Path

import duckdb

MACROS = Path(__file__).with_name("macros.sql")
NAME = re.compile(r"\btrino_\w+")


class Macros:
    """Those of one database. Thread-safe."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._waiting = {
            NAME.findall(definition)[0]: definition
            for definition in re.split(r"^(?=CREATE MACRO )", MACROS.read_text(), flags=re.M)[1:]
        }

    def create_for(self, *sqls: str) -> None:
        """What they call, and what that calls. One too many does no harm, so its name is enough."""
        with self._lock:
            for name in [name for name in self._waiting if any(name in sql for sql in sqls)]:
                self._create(name)

    def _create(self, name: str) -> None:
        definition = self._waiting.pop(name, None)
        if definition is None:
            return
        for called in NAME.findall(definition):
            self._create(called)
        self._database.execute(definition)
