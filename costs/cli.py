"""All commands, in groups, and how they end.

A command is a function in a file of its own. Each starts an emulated AWS of its own, if any, and leaves
nothing running.
"""

from collections.abc import Callable, Sequence
from typing import Any

import typer

from athena.errors import ExpectedFailure
from costs.adopt import adopt
from costs.check import check
from costs.demo import demo
from costs.grafana import grafana
from costs.guard import guard
from costs.metrics.command import metrics
from costs.opencost import opencost
from costs.price import price
from costs.queries import queries
from costs.query import query
from costs.reconcile import reconcile
from costs.redrive import redrive
from costs.report.command import report
from costs.schema import schema
from costs.up import up

GROUPS: dict[str, tuple[Callable[..., None], ...]] = {
    "Your bill": (query, report, queries, check, reconcile, metrics),
    "Laptop": (demo, up),
    "Deployed": (adopt, grafana, guard, opencost, price, schema, redrive),
}


class _Grouped(typer.core.TyperGroup):
    """Lists the commands under the titles of their groups; typer alone does so only with colours."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        width = max(len(name) for name in self.commands)
        for title, commands in GROUPS.items():
            listed = [self.commands[command.__name__] for command in commands]
            space = formatter.width - width - 6
            rows = [(f"{c.name:{width}}", c.get_short_help_str(space)) for c in listed]
            with formatter.section(title):
                formatter.write_dl(rows)


app = typer.Typer(cls=_Grouped, add_completion=False, no_args_is_help=True, rich_markup_mode=None)
for group in GROUPS.values():
    for command in group:
        app.command()(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, of this process' arguments by default; the exit code.

    Expected failures are one message and exit code 1, never a traceback.
    """
    try:
        app(arguments, prog_name="python -m costs")
    except SystemExit as ended:  # how typer ends
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except ExpectedFailure as problem:
        typer.echo(str(problem), err=True)
        return 1
    return 0
