"""Every alarm of the stack fires once and clears once, by what the emulated AWS tells of itself.

Those of `everything` all at once, by the metrics that AWS would tell. And each kind by what goes wrong,
here or in the deployed pipeline.
"""

import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from moto.sns.models import sns_backends

from emulator.aws.cloudwatch_alarms import evaluate
from emulator.cloud.cloud import Cloud
from emulator.environment import PROJECT
from modules import iam
from modules.datasets import CUR2
from modules.naming import Names
from tests.conftest import Json, Stack, Synthesize
from tests.emulator import test_pipeline_alarms
from tests.emulator.aws.machines import add_role
from tests.emulator.brought_about import brings_about, marked
from tests.emulator.deployment import Deployment

NAMES = Names("cid", "123456789012", "eu-west-1")
ALARMS = ("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")
SHIPPED: Json = json.loads((PROJECT / "cdktf.json").read_text())["context"]["environments"]
EVERYTHING = Names("all", "123456789012", "eu-west-1")
LATER = timedelta(days=4)  # than the longest window, and what CloudWatch looks further


class Watched:
    """The deployed alarms and what they look at, without the pipeline between."""

    def __init__(self, cloud: Cloud, stack: Stack, names: Names = NAMES) -> None:
        self.cloud = cloud
        self.stack = stack
        self.names = names
        self.now = datetime.now(UTC)
        Deployment(cloud, stack).create("monitoring/alarms", "monitoring/alarm_topic")

    def evaluate(self, later: timedelta = timedelta()) -> dict[str, str]:
        return evaluate(self.cloud.account_id, self.cloud.region, self.now + later)

    def told(self) -> list[str]:
        """Subjects, in order."""
        topics = sns_backends[self.cloud.account_id][self.cloud.region].topics
        sent = topics[self.names.arn("sns", self.names.alarm_topic)].sent_notifications
        return [str(subject) for _, _, subject, _, _ in sent]

    def tell(self, name: str, later: timedelta = timedelta()) -> None:
        """What AWS would have told of the metric of this alarm: just its threshold."""
        found = self.stack.resources(ALARMS[0]).values()
        alarm = next(one for one in found if one["alarm_name"] == name)
        datum = {
            "MetricName": alarm["metric_name"],
            "Dimensions": [{"Name": n, "Value": v} for n, v in alarm["dimensions"].items()],
            "Value": alarm["threshold"],
            "Timestamp": self.now + later,
        }
        put = self.cloud.client("cloudwatch").put_metric_data
        put(Namespace=alarm["namespace"], MetricData=[datum])


@pytest.fixture
def watched(cloud: Cloud, example: Stack) -> Watched:
    return Watched(cloud, example)


def names(stack: Stack, kind: str) -> list[str]:
    return [alarm["alarm_name"] for alarm in stack.resources(kind).values()]


@pytest.fixture(scope="module")
def everything(synthesize: Synthesize) -> Stack:
    """The shipped environment with all that there is."""
    return synthesize(**SHIPPED["everything"])


def kinds(stack: Stack) -> dict[str, tuple[str, ...]]:
    """Of each alarm by its name without the pipeline's: its section, its metric and of which queries."""
    found: dict[str, tuple[str, ...]] = {}
    for alarm in (one for kind in ALARMS for one in stack.resources(kind).values()):
        (section,) = re.findall(r"#(alarm-[\w-]+)", alarm["alarm_description"])
        state = alarm.get("dimensions", {}).get("QueryState", "")
        name = alarm["alarm_name"].partition("-")[2]
        found[name] = (section, alarm.get("metric_name", ""), state)
    return found


def test_each_kind_of_alarm_is_brought_about_by_a_test(everything: Stack) -> None:
    """None is only told its threshold. What a mark says is checked after its test."""
    brought_about = [*marked(test_pipeline_alarms), *marked(sys.modules[__name__])]
    of = kinds(everything)
    assert {of[name] for name in brought_about} == set(of.values())


def test_every_alarm_fires_once_and_clears_once(cloud: Cloud, everything: Stack) -> None:
    """Told metric by metric; one message for each change, and none of the parts of what is stale."""
    watched = Watched(cloud, everything, EVERYTHING)
    metric_alarms = everything.resources(ALARMS[0]).values()
    silent = [a["alarm_name"] for a in metric_alarms if a["treat_missing_data"] == "breaching"]
    stale = names(everything, ALARMS[1])
    loud = [a["alarm_name"] for a in metric_alarms if a["alarm_actions"]]
    first = watched.evaluate()
    assert {name for name, state in first.items() if state == "ALARM"} == {*silent, *stale}
    begun = len(watched.told())
    for name in names(everything, ALARMS[0]):
        watched.tell(name)
    second = watched.evaluate()
    assert {n for n, s in second.items() if s == "ALARM"} == set(loud)
    assert {n for n, s in second.items() if s == "OK"} == {*silent, *stale}
    assert watched.evaluate() == {}
    third = watched.evaluate(LATER)
    assert {n for n, s in third.items() if s == "OK"} == set(loud)
    assert {n for n, s in third.items() if s == "ALARM"} == {*silent, *stale}
    expected = [f'ALARM: "{name}"' for name in loud] + [f'OK: "{name}"' for name in loud]
    expected += [f'{state}: "{name}"' for name in stale for state in ("OK", "ALARM")]
    assert sorted(watched.told()[begun:]) == sorted(expected)


def poison(cloud: Cloud) -> Callable[[], None]:
    """A letter in a dead-letter queue; it is gone when somebody takes it."""
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName=NAMES.dead_letter_queue(CUR2))["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="poison")
    return lambda: sqs.purge_queue(QueueUrl=url)


def lost(cloud: Cloud) -> Callable[[], None]:
    """An event in the queue of those that reached no target."""
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName=NAMES.undelivered_events)["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="{}")
    return lambda: sqs.purge_queue(QueueUrl=url)


def machine(ends: str) -> Callable[[Cloud], Callable[[], None]]:
    """An execution of the crawl starter that ends like this."""
    definitions = {
        "failed": {"Type": "Fail", "Error": "CrawlNotStarted"},
        "timed-out": {"Type": "Wait", "Seconds": 9, "End": True},
        "aborted": {"Type": "Wait", "Seconds": 9, "End": True},
    }

    def run(cloud: Cloud) -> Callable[[], None]:
        states = cloud.client("stepfunctions")
        limit = {"TimeoutSeconds": 1} if ends == "timed-out" else {}
        definition = {"StartAt": "s", "States": {"s": definitions[ends]}} | limit
        arn = states.create_state_machine(
            name=NAMES.crawl_starter,
            definition=json.dumps(definition),
            roleArn=add_role(
                cloud, "r", iam.trust("states.amazonaws.com"), iam.start_execution("arn:aws:none")
            ),
        )["stateMachineArn"]
        started = states.start_execution(stateMachineArn=arn)["executionArn"]
        if ends == "aborted":
            states.stop_execution(executionArn=started)
        cloud.wait_until_idle()
        return lambda: None

    return run


@pytest.mark.parametrize(
    ("name", "bring_about"),
    [
        pytest.param(name, bring_about, marks=brings_about(name))
        for name, bring_about in (
            ("cur2-dead-letters", poison),
            ("undelivered-events", lost),
            ("crawl-starter-failed", machine("failed")),
            ("crawl-starter-timed-out", machine("timed-out")),
            ("crawl-starter-aborted", machine("aborted")),
        )
    ],
)
def test_what_goes_wrong_fires_its_alarm(
    watched: Watched, name: str, bring_about: Callable[[Cloud], Callable[[], None]]
) -> None:
    """And it clears when that is mended, or past."""
    watched.evaluate()
    mend = bring_about(watched.cloud)
    watched.now = datetime.now(UTC)
    assert watched.evaluate()[NAMES.alarm(name)] == "ALARM"
    mend()
    assert watched.evaluate(timedelta(minutes=20))[NAMES.alarm(name)] == "OK"
    told = [subject for subject in watched.told() if f'"{NAMES.alarm(name)}"' in subject]
    assert told == [f'OK: "cid-{name}"', f'ALARM: "cid-{name}"', f'OK: "cid-{name}"']


@brings_about("crawl-failed")
def test_a_crawl_that_fails_is_told_twice(cloud: Cloud, example: Stack) -> None:
    """By the rule, in a sentence that names the crawler, and by the alarm, which has a history."""
    deployment = Deployment(cloud, example)
    deployment.create(
        "storage/data_exports_bucket", "events/cur2_queue", "catalog/cur2_crawler", "monitoring"
    )
    watched = Watched.__new__(Watched)
    watched.cloud, watched.stack, watched.now = cloud, example, datetime.now(UTC)
    watched.evaluate()
    crawler = NAMES.crawler(CUR2)
    cloud.client("iam").delete_role_policy(RoleName=NAMES.crawler_role(CUR2), PolicyName="access")
    cloud.client("glue").start_crawler(Name=crawler)
    cloud.wait_until_idle()
    topics = sns_backends[cloud.account_id][cloud.region].topics
    sent = topics[NAMES.arn("sns", NAMES.alarm_topic)].sent_notifications
    assert any(f"Crawler {crawler} failed: " in message for _, message, *_ in sent)
    watched.now = datetime.now(UTC)
    assert watched.evaluate()["cid-crawl-failed"] == "ALARM"
    assert watched.evaluate(timedelta(minutes=20))["cid-crawl-failed"] == "OK"
