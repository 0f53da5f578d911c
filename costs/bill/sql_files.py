"""The SQL files that `check` is given: by name, or below folders."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from athena.errors import ExpectedFailure


class NothingToCheck(ExpectedFailure):
    """No file, or a path that gives none; `str()` says which."""


def sql_files(paths: Sequence[Path]) -> list[Path]:
    """In the order given, each once; those of a folder sorted. Raises NothingToCheck."""
    if not paths:
        raise NothingToCheck("check: give at least one .sql file, or a folder that holds some")
    return list(dict.fromkeys(file for path in paths for file in _at(path)))


def _at(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        if not path.exists():
            raise NothingToCheck(f"{path}: no such file or folder")
        yield path
        return
    found = [file for file in path.rglob("*.sql") if not file.is_dir() and not _hidden(file, path)]
    if not found:
        raise NothingToCheck(f"{path}: no .sql file in this folder or below")
    yield from sorted(found)


def _hidden(file: Path, root: Path) -> bool:
    # .venv and its like hold other people's SQL.
    return any(part.startswith(".") for part in file.relative_to(root).parts)
