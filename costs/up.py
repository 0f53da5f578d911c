"""`up`: the story, and the emulated AWS stays."""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from athena.errors import ExpectedFailure
from costs.options import Data, Engine, Environment, pipeline
from emulator.cloud.engine_name import EngineName


@contextmanager
def written(file: Path | None, content: str) -> Iterator[None]:
    """There while the block runs. Raises ExpectedFailure where it can't be written."""
    try:
        if file:
            file.write_text(content)
    except OSError as error:
        raise ExpectedFailure(f"--env-file {file}: {error.strerror}") from None
    try:
        yield
    finally:
        if file:
            file.unlink(missing_ok=True)


def up(
    data: Data = None,
    port: Annotated[int | None, typer.Option(help="Port; default: a free one.")] = None,
    engine: Engine = EngineName.DUCKDB,
    environment: Environment = None,
    env_file: Annotated[
        Path | None,
        typer.Option(help="Write the variables here, too, for `source`; gone at the end."),
    ] = None,
) -> None:
    """As demo, and stay, for any AWS client. Ctrl-C stops it."""
    from rich.console import Console

    from athena.glue.metastore import Metastore
    from costs.laptop.clients import command, exports, introduction
    from costs.laptop.story import Story
    from emulator.cloud.laptop import laptop

    # A shell starts what runs in its background with Ctrl-C ignored.
    for end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(end, signal.default_int_handler)
    console = Console()
    with laptop(pipeline(environment), port, engine, console.print) as running:
        Story(running, console).tell(data)
        names = running.emulated.names
        found = Metastore(names.account_id, names.region).tables(names.database)
        variables = exports(running.cloud.environment())
        console.print(f"\nAthena, S3, SQS and Glue answer at [bold]{running.cloud.endpoint}[/bold]")
        for line in introduction(names, found):
            console.print(line, highlight=False, soft_wrap=True)
        console.print(f"in your shell{f': source {env_file}, or' if env_file else ''}:\n")
        typer.echo(variables)
        console.print("and then, for example:\n")
        typer.echo(command(names, found))
        console.print("\nCtrl-C stops it.")
        # A client is told what went wrong; a server's stack trace helps no one here.
        logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
        with written(env_file, variables):
            try:
                threading.Event().wait()
            except KeyboardInterrupt:
                console.print("stopped")
