"""`grafana`: an environment's dashboards and data sources, as files for a Grafana server."""

from pathlib import Path
from typing import Annotated

import typer

from athena.errors import ExpectedFailure
from costs.options import EnvironmentArgument, pipeline


def grafana(
    environment: EnvironmentArgument = None,
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("grafana"),
    currency: Annotated[str, typer.Option(help="Of the bill, e.g. EUR.")] = "USD",
    mounted: Annotated[
        str, typer.Option(help="Where the server finds the folder `dashboards`.")
    ] = "/var/lib/grafana/dashboards/aws-costs",
) -> None:
    """Write Grafana's data sources and dashboards (docs/grafana.md)."""
    from dashboards.provisioning import provisioned
    from dashboards.subject import Subject

    chosen = pipeline(environment)
    plan = chosen.plan
    if not plan.environment.consumers.grafana.enabled:
        raise ExpectedFailure(
            f"grafana {chosen.name}: consumers.grafana lets nobody read: name principals, or set "
            "managed, and apply"
        )
    found = provisioned(Subject.of(plan, currency), mounted)
    for name, text in found.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    dashboards = sum(name.startswith("dashboards/") for name in found)
    typer.echo(f"{out}: {dashboards} dashboards, and provisioning of two data sources")
