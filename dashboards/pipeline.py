"""Is the data fresh and whole, and what does it cost to have it? CloudWatch knows the second half."""

from dashboards import metrics, variables
from dashboards.board import CLOUDWATCH_UID, Board
from dashboards.panels import Panels
from dashboards.subject import Subject

UID = "pipeline"


def dashboard(subject: Subject) -> Board:
    """For who runs it."""
    board = Board(UID, "Cost pipeline", "Is the data fresh and whole, and what does it cost?")
    board.vary([variables.source("cloudwatch", "cloudwatch", "CloudWatch", CLOUDWATCH_UID)])
    panels = Panels(subject)
    board.show(
        panels.rows("How fresh each bill is", "freshness/latest_day", width=12),
        panels.rows("Days without usage", "freshness/missing_days", width=12),
        panels.rows("Months that are there", "pipeline/sealed_months", width=12),
        panels.over_time(
            "What the pipeline costs", "pipeline/own_cost", width=12, words=_own(subject)
        ),
    )
    board.head("In CloudWatch, of the account that the pipeline runs in")
    return board.show(*metrics.panels(subject))


def _own(subject: Subject) -> dict[str, str]:
    """Its resources, as the bill names them."""
    names = subject.names
    buckets = {line.bucket.name for line in subject.plan.lines}
    buckets |= {names.sealed_bucket, names.results_bucket}
    return {
        "account_id": f"'{names.account_id}'",
        "buckets": ", ".join(f"'{bucket}'" for bucket in sorted(buckets)),
        "workgroups": f"'%:workgroup/{names.workgroup}%'",
        "crawlers": f"'%:crawler/{names.prefix}-%'",
        "queues": f"'%:{names.prefix}-%-deliveries%'",
        "state_machines": f"'%:stateMachine:{names.prefix}-%'",
    }
