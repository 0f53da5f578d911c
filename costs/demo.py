"""`demo`: the whole story, once."""

import typer

from costs.options import Data, Engine, Environment, pipeline
from emulator.cloud.engine_name import EngineName


def demo(
    data: Data = None,
    engine: Engine = EngineName.DUCKDB,
    environment: Environment = "example",
) -> None:
    """Apply the stack, deliver a bill, crawl it, query it, reconcile it."""
    from rich.console import Console

    from costs.laptop.story import Story
    from emulator.cloud.laptop import laptop

    console = Console()
    with laptop(pipeline(environment), None, engine, console.print) as running:
        story = Story(running, console)
        story.tell(data)
    if story.reconciliation is None or not story.reconciliation.holds:
        raise typer.Exit(1)
