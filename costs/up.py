"""`up`: the story, and the emulated AWS stays."""

import signal
import threading
from typing import Annotated

import typer

from costs.options import Data, Engine, Environment, pipeline
from emulator.cloud.engine_name import EngineName


def up(
    data: Data = None,
    port: Annotated[int | None, typer.Option(help="Port; default: a free one.")] = None,
    engine: Engine = EngineName.DUCKDB,
    environment: Environment = "example",
) -> None:
    """The same, and stay, for any AWS SDK client. Ctrl-C stops it."""
    from rich.console import Console

    from costs.laptop.story import Story
    from emulator.cloud.laptop import laptop

    # A shell starts what runs in its background with Ctrl-C ignored.
    for end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(end, signal.default_int_handler)
    console = Console()
    with laptop(pipeline(environment), port, engine, console.print) as running:
        Story(running, console).tell(data)
        names = running.emulated.names
        console.print(f"\nAthena, S3, SQS and Glue answer at [bold]{running.cloud.endpoint}[/bold]")
        console.print(f"workgroup {names.workgroup}, database {names.database}")
        console.print(f"a bucket to write to: {names.results_bucket}; in your shell:\n")
        for name, value in running.cloud.environment().items():
            typer.echo(f"export {name}={value}")
        console.print("\nCtrl-C stops it.")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            console.print("stopped")
