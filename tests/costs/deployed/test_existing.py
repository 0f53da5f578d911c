"""Every resource that the pipeline can have is looked for, as it is deployed."""

import boto3

from costs.deployed.account import Account
from costs.deployed.existing import FINDERS, Synthesized, synthesized
from emulator.cloud.cloud import Cloud
from tests.conftest import Synthesize
from tests.costs.deployed.accounts import DATA, add_bucket
from tests.modules.snapshots import ENVIRONMENTS


def test_every_type_of_the_pipeline_is_known(synthesize: Synthesize) -> None:
    """A new one needs its function here: what can't be found would be made twice."""
    used = {
        kind for changes in ENVIRONMENTS.values() for kind in synthesize(**changes).json["resource"]
    }
    assert used <= set(FINDERS)


def test_references_are_read_as_names() -> None:
    """Of whatever the resource refers to, however deep."""
    metadata = {"metadata": {"path": "example/storage/b/bucket"}}
    stack = {
        "resource": {
            "aws_s3_bucket": {"b_1": {"bucket": "name", "//": metadata}},
            "aws_x": {"x": {"deep": [{"bucket": "${aws_s3_bucket.b_1.bucket}"}], "//": metadata}},
        }
    }
    found = next(one for one in synthesized(stack) if one.type == "aws_x")
    assert found.arguments["deep"] == [{"bucket": "name"}]
    assert found.path == "storage/b/bucket"


def test_a_part_that_a_bucket_does_not_have_is_not_found(cloud: Cloud, account: Account) -> None:
    """Its import would fail."""
    add_bucket(cloud, DATA)
    parts = [kind for kind in FINDERS if kind.startswith("aws_s3_bucket_")]
    found = {kind for kind in parts if FINDERS[kind](account, {"bucket": DATA})}
    assert found == {"aws_s3_bucket_policy"}


def test_nothing_is_found_in_a_bucket_of_others(cloud: Cloud, account: Account) -> None:
    """Names of buckets are the world's."""
    resource = Synthesized("storage/b/bucket", "aws_s3_bucket_policy", {"bucket": "theirs"})
    assert FINDERS[resource.type](account, resource.arguments) is None


def test_guards_of_the_money_are_found(cloud: Cloud, account: Account) -> None:
    """The one monitor of services by what it watches: AWS gave it another name."""
    find = {kind: FINDERS[kind] for kind in FINDERS if kind.startswith(("aws_budgets", "aws_ce_"))}
    asked = {"name": "cid-a", "monitor_dimension": "SERVICE", "tag_key": "team"}
    assert {kind: finder(account, asked) for kind, finder in find.items()} == dict.fromkeys(find)
    ce, budgets = (cloud.client(name, "us-east-1") for name in ("ce", "budgets"))
    monitor = ce.create_anomaly_monitor(
        AnomalyMonitor={
            "MonitorName": "Default-Services-Monitor",
            "MonitorType": "DIMENSIONAL",
            "MonitorDimension": "SERVICE",
        }
    )["MonitorArn"]
    subscription = ce.create_anomaly_subscription(
        AnomalySubscription={
            "SubscriptionName": "cid-a",
            "MonitorArnList": [monitor],
            "Subscribers": [{"Type": "EMAIL", "Address": "a@b.example"}],
            "Frequency": "DAILY",
            "Threshold": 1,
        }
    )["SubscriptionArn"]
    status = [{"TagKey": "team", "Status": "Active"}]
    ce.update_cost_allocation_tags_status(CostAllocationTagsStatus=status)
    limit = {"Amount": "1", "Unit": "USD"}
    budget = {"BudgetName": "cid-a", "BudgetType": "COST", "TimeUnit": "MONTHLY"}
    budgets.create_budget(AccountId=account.id, Budget=budget | {"BudgetLimit": limit})
    later = Account(boto3.Session(), account.region)
    assert {kind: finder(later, asked) for kind, finder in find.items()} == {
        "aws_budgets_budget": f"{account.id}:cid-a",
        "aws_ce_anomaly_monitor": monitor,
        "aws_ce_anomaly_subscription": subscription,
        "aws_ce_cost_allocation_tag": "team",
    }
