"""A payer comes to the applied stack, delivers from its own account, and goes."""

import pytest

from costs.laptop.story import Story
from tests.terraform.journey import PAYER, Journey
from tests.terraform.stacks import changes, without_hash
from tests.terraform.test_changes import OF_THE_SWITCH

pytestmark = pytest.mark.terraform
DATASETS = ("cur2", "focus", "cost_optimization", "carbon")
RULES = {
    *(
        f"aws_cloudwatch_event_{kind}.events_crawl_starter_{dataset}_{PAYER}_{kind}"
        for kind in ("rule", "target")
        for dataset in DATASETS
    ),
    *(
        f"aws_cloudwatch_metric_alarm.monitoring_alarms_{dataset}_{PAYER}_{watched}"
        for dataset in DATASETS
        for watched in ("not_invoked", "not_delivered")
        if (dataset, watched) != ("carbon", "not_delivered")  # its month has no day of its own
    ),
}
SHARED = {
    *(
        f"aws_cloudwatch_composite_alarm.monitoring_alarms_{dataset}_stale"
        for dataset in DATASETS[:-1]
    ),
    "aws_cloudwatch_dashboard.monitoring_dashboard",
    "aws_iam_role_policy.events_crawl_starter_role_policy",
    "aws_iam_role_policy.query_month_sealer_role_policy",
    "aws_s3_bucket_notification.events_data_exports_notification",
    "aws_s3_bucket_policy.storage_data_exports_bucket_policy",
    "aws_sfn_state_machine.query_month_sealer_state_machine",
    "aws_sqs_queue.events_undelivered_events_queue",
}


def test_a_payer_comes_and_goes(journey: Journey) -> None:
    """Nothing is replaced; only the bucket's policy and notification and the sealer change, too."""
    assert without_hash(changes(journey.there)[("create",)]) == RULES
    assert without_hash(changes(journey.back)[("delete",)]) == RULES
    for plan in (journey.there, journey.back):
        assert without_hash(changes(plan)[("update",)]) == SHARED | OF_THE_SWITCH


def test_what_a_payer_delivers_is_told_apart_and_stays(told: Story, journey: Journey) -> None:
    """To the cent, also when it has gone; forgotten as docs/hub.md says, nothing is left of it."""
    resources, second_plan = journey.source
    assert resources == 6  # four exports; enrolment and role of Cost Optimization Hub
    assert second_plan == []
    assert journey.told_apart == (journey.sums, journey.sums)
    assert [pair for pair in told.reconcile().comparisons if not pair.holds] == []
