"""Workgroups: what they enforce, how they change, how they end."""

from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError

from athena.client import QueryFailed
from tests.athena.endpoint.conftest import DATABASE, RESULTS, WORKGROUP, Account

Make = Callable[..., str]


@pytest.fixture
def make(account: Account, request: pytest.FixtureRequest) -> Make:
    """Create a workgroup named after the test."""

    def made(**configuration: object) -> str:
        name = request.node.name[:100]
        account.athena.create_work_group(Name=name, Configuration=configuration)
        return str(name)

    return made


def output_of(account: Account, workgroup: str, asked: str | None = None) -> str:
    """Run a query and return where its result is, from its description."""
    chosen = {"ResultConfiguration": {"OutputLocation": asked}} if asked else {}
    id_ = account.start("SELECT 1 AS n", WorkGroup=workgroup, **chosen)
    location: str = account.execution(id_)["ResultConfiguration"]["OutputLocation"]
    return location.replace(id_, "ID")


def test_an_enforced_location_wins(account: Account) -> None:
    """a workgroup that enforces its settings ignores the location a client asks for."""
    asked = f"s3://{RESULTS}/mine/"
    assert output_of(account, WORKGROUP, asked) == f"s3://{RESULTS}/athena/ID.csv"


def test_a_client_may_choose_where_nothing_is_enforced(account: Account, make: Make) -> None:
    """a workgroup that enforces nothing lets the client choose, and has a default."""
    own = {"OutputLocation": f"s3://{RESULTS}/own"}
    name = make(EnforceWorkGroupConfiguration=False, ResultConfiguration=own)
    assert output_of(account, name, f"s3://{RESULTS}/mine") == f"s3://{RESULTS}/mine/ID.csv"
    assert output_of(account, name) == f"s3://{RESULTS}/own/ID.csv"


def test_a_location_is_needed(account: Account) -> None:
    """without any result location a query is refused in Athena's words."""
    with pytest.raises(ClientError, match="No output location provided"):
        account.start("SELECT 1", WorkGroup="primary")


def test_a_location_must_exist(account: Account) -> None:
    """a result location in a missing bucket, or that is no S3 path, is refused."""
    for location, words in (
        ("s3://nobody-has-this/x/", "Unable to verify/create output bucket nobody-has-this"),
        ("file:///somewhere", "outputLocation is not a valid S3 path."),
    ):
        with pytest.raises(ClientError, match=words):
            output_of(account, "primary", location)


def test_a_foreign_bucket_owner_is_refused(account: Account, make: Make) -> None:
    """a result bucket that belongs to another account than expected is refused."""
    own = {"OutputLocation": f"s3://{RESULTS}/own/", "ExpectedBucketOwner": "999999999999"}
    name = make(ResultConfiguration=own)
    with pytest.raises(ClientError, match="Unable to verify/create output bucket"):
        output_of(account, name)


def test_an_unknown_workgroup_is_refused(account: Account) -> None:
    """an unknown workgroup is refused wherever it is named."""
    with pytest.raises(ClientError, match=r"WorkGroup is not found\."):
        account.start("SELECT 1", WorkGroup="nope")
    with pytest.raises(ClientError, match=r"WorkGroup is not found\."):
        account.athena.get_work_group(WorkGroup="nope")


def test_a_disabled_workgroup_runs_nothing(account: Account, make: Make) -> None:
    """a disabled workgroup refuses queries until it is enabled again."""
    name = make(ResultConfiguration={"OutputLocation": f"s3://{RESULTS}/own/"})
    account.athena.update_work_group(WorkGroup=name, State="DISABLED")
    with pytest.raises(ClientError, match=f"WorkGroup {name} is disabled"):
        account.start("SELECT 1", WorkGroup=name)
    account.athena.update_work_group(WorkGroup=name, State="ENABLED")
    assert account.run("SELECT 1 AS n", workgroup=name).rows == (("1",),)


def test_a_scan_limit_cancels_the_query(account: Account, make: Make) -> None:
    """a query that would read more than the workgroup allows is CANCELLED in Athena's words."""
    own = {"OutputLocation": f"s3://{RESULTS}/own/"}
    name = make(ResultConfiguration=own, BytesScannedCutoffPerQuery=10_000_000)
    # Smaller than AWS accepts, so that the test's table is too large.
    account.service.backend.work_groups[name].configuration["BytesScannedCutoffPerQuery"] = 10
    with pytest.raises(QueryFailed, match="Bytes scanned limit was exceeded") as failed:
        account.run("SELECT * FROM usage", workgroup=name)
    assert failed.value.state == "CANCELLED"
    assert account.run("SELECT 1 AS n", workgroup=name).rows == (("1",),)


def test_an_update_changes_only_what_it_names(account: Account, make: Make) -> None:
    """UpdateWorkGroup merges its updates, removes what it is told to, and keeps the rest."""
    own = {"OutputLocation": f"s3://{RESULTS}/own/", "ExpectedBucketOwner": "123456789012"}
    name = make(ResultConfiguration=own, BytesScannedCutoffPerQuery=10_000_000)
    created = account.athena.get_work_group(WorkGroup=name)["WorkGroup"]["CreationTime"]
    account.athena.update_work_group(
        WorkGroup=name,
        Description="costs",
        ConfigurationUpdates={
            "RemoveBytesScannedCutoffPerQuery": True,
            "PublishCloudWatchMetricsEnabled": True,
            "ResultConfigurationUpdates": {
                "OutputLocation": f"s3://{RESULTS}/new/",
                "RemoveExpectedBucketOwner": True,
            },
        },
    )
    found = account.athena.get_work_group(WorkGroup=name)["WorkGroup"]
    assert (found["Description"], found["CreationTime"]) == ("costs", created)
    configuration = found["Configuration"]
    assert configuration["ResultConfiguration"] == {"OutputLocation": f"s3://{RESULTS}/new/"}
    assert configuration["PublishCloudWatchMetricsEnabled"]
    assert configuration["EnforceWorkGroupConfiguration"]
    assert "BytesScannedCutoffPerQuery" not in configuration


def test_a_used_workgroup_is_deleted_only_with_its_contents(account: Account, make: Make) -> None:
    """a workgroup with queries in it is deleted only when told to delete its contents."""
    name = make(ResultConfiguration={"OutputLocation": f"s3://{RESULTS}/own/"})
    id_ = account.run("SELECT 1 AS n", workgroup=name).execution_id
    account.athena.create_named_query(
        Name="q", Database=DATABASE, QueryString="SELECT 1", WorkGroup=name
    )
    with pytest.raises(ClientError, match=f"WorkGroup {name} is not empty"):
        account.athena.delete_work_group(WorkGroup=name)
    account.athena.delete_work_group(WorkGroup=name, RecursiveDeleteOption=True)
    with pytest.raises(ClientError, match="was not found"):
        account.execution(id_)
    with pytest.raises(ClientError, match="is not found"):
        account.athena.list_named_queries(WorkGroup=name)


def test_workgroups_are_listed_by_name(account: Account) -> None:
    """workgroups are listed in order of their names, page by page."""
    names: list[str] = []
    token: dict[str, str] = {}
    while True:
        page = account.athena.list_work_groups(MaxResults=1, **token)
        names += [one["Name"] for one in page["WorkGroups"]]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert names == sorted(names)
    assert {"primary", WORKGROUP} <= set(names)
