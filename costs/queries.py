"""`queries`: which saved queries are there, and what do they ask for?"""

import shlex
from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING, Annotated

import typer

from athena.errors import ExpectedFailure

if TYPE_CHECKING:
    from modules.sql import SavedQuery


class NoSuchQuery(ExpectedFailure):
    """`str()` names the themes that there are."""


def queries(
    word: Annotated[
        str | None, typer.Argument(help="Only those of a theme, of a name, or that say it.")
    ] = None,
) -> None:
    """List the saved queries, or tell what one answers and takes."""
    from modules.sql import all_queries
    from modules.themes import FOLDERS

    known = all_queries()
    found = known if word is None else _about(word, known)
    if not found:
        raise NoSuchQuery(f"queries {word}: none; there are themes: {', '.join(FOLDERS)}")
    if len(found) == 1:
        typer.echo("\n".join(_page(found[0])))
        return
    width = max(len(query.full_name) for query in found)
    for query in found:
        typer.echo(f"{query.full_name:{width}}  {query.question}")


def _about(word: str, known: "list[SavedQuery]") -> "list[SavedQuery]":
    """By the narrowest of these that there is."""
    said = word.lower()
    named = [query for query in known if said in (query.theme, query.full_name)]
    return named or [q for q in known if said in f"{q.full_name} {q.question}".lower()]


def _page(query: "SavedQuery") -> Iterator[str]:
    """The header of its file, and how it is asked."""
    from modules.sql import EXAMPLE

    yield query.full_name
    header = takewhile(lambda line: line.startswith("--"), query.sql.splitlines())
    yield from (line.removeprefix("-- ") for line in header)
    asked = f"python -m costs query --saved {query.full_name}"
    yield f"\n    {asked}"
    examples = [EXAMPLE.search(line) for line in query.parameters]
    values = [found[1].strip("'") for found in examples if found]
    if values:
        yield f"    {asked}{''.join(f' --parameter {shlex.quote(value)}' for value in values)}"
