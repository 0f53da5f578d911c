"""`queries`: which saved queries are there, and what do they ask for?"""

from typing import TYPE_CHECKING, Annotated

import typer

from athena.errors import ExpectedFailure

if TYPE_CHECKING:
    from modules.sql import SavedQuery


class NoSuchTheme(ExpectedFailure):
    """`str()` names those that there are."""


def queries(
    theme: Annotated[str | None, typer.Argument(help="Only those of a theme, e.g. spend.")] = None,
) -> None:
    """List the saved queries: name, question, and what each `?` means."""
    from modules.sql import read_queries
    from modules.themes import FOLDERS

    if theme is not None and theme not in FOLDERS:
        raise NoSuchTheme(f"queries {theme}: no such theme; there are {', '.join(FOLDERS)}")
    for folder in FOLDERS if theme is None else (theme,):
        for query in read_queries(folder):
            _tell(query)


def _tell(query: "SavedQuery") -> None:
    typer.echo(f"{query.full_name}\n    {query.question}")
    for parameter in query.parameters:
        typer.echo(f"    ? {parameter}")
