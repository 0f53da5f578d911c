"""One page of CloudWatch."""

import json

from tests.conftest import Synthesize


def test_every_metric_that_is_watched_is_drawn(synthesize: Synthesize) -> None:
    """Once, on a grid whose widgets don't overlap."""
    stack = synthesize(monitoring={"dashboard": True})
    page = stack.resource("aws_cloudwatch_dashboard", "monitoring_dashboard")
    states, *graphs = json.loads(page["dashboard_body"])["widgets"]
    alarms = stack.resources("aws_cloudwatch_metric_alarm")
    stale = stack.resources("aws_cloudwatch_composite_alarm")
    assert len(states["properties"]["alarms"]) == len(alarms) + len(stale)
    drawn = [metric for graph in graphs for metric in graph["properties"]["metrics"]]
    assert sorted(metric[-1]["label"] for metric in drawn) == sorted(
        alarm["alarm_name"].partition("-")[2] for alarm in alarms.values()
    )
    places = [(graph["x"], graph["y"]) for graph in graphs]
    assert len(set(places)) == len(places)
    assert all(y >= states["height"] for _, y in places)
