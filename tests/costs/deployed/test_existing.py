"""Every resource that the pipeline can have is looked for, as it is deployed."""

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
