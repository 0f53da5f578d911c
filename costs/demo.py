"""`demo`: the whole story, once."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from costs.options import Data, Engine, Environment, pipeline
from emulator.cloud.engine_name import EngineName

if TYPE_CHECKING:
    from emulator.cloud.laptop import Laptop

PAGE = Path("report.html")


def demo(
    data: Data = None,
    engine: Engine = EngineName.DUCKDB,
    environment: Environment = None,
) -> None:
    """Apply the stack here, deliver a bill, query and report it.

    About two minutes, in an emulated AWS; needs Terraform or OpenTofu.
    """
    from rich.console import Console

    from costs.laptop.story import Story
    from emulator.cloud.laptop import laptop

    console = Console()
    with laptop(pipeline(environment), None, engine, console.print) as running:
        story = Story(running, console)
        story.tell(data)
        if story.good_months():
            _report(running)
            console.print(f"\nthe newest month and why it moved: [bold]{PAGE.absolute()}[/bold]")
    if story.reconciliation is None or not story.reconciliation.holds:
        raise typer.Exit(1)


def _report(laptop: "Laptop") -> None:
    """Asks the deployed workgroup."""
    from costs.deployed.athena_bill import AthenaBill
    from costs.report.making import Wanted, make
    from costs.report.scope import Scope

    names = laptop.emulated.names
    bill = AthenaBill(laptop.cloud.client, names.database, names.workgroup)
    _, page = make(bill, Scope(names.database), Wanted())
    PAGE.write_text(page)
