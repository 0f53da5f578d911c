"""Three hand-made accounts: what is adopted, and what is left with which reason."""

import json
from pathlib import Path

import boto3
import pytest

from athena.errors import ExpectedFailure
from costs.deployed.account import Account
from costs.deployed.adoption import Adoption, adopt_known, adopt_new
from emulator.cloud.cloud import Caller, Cloud
from modules.environment import parse_environments
from tests.conftest import EXAMPLE
from tests.costs.deployed.accounts import (
    ACCOUNT,
    COLUMNS,
    DATA,
    REGION,
    SHARED,
    add_bucket,
    add_export,
    add_recommendations,
    add_report,
    add_saved_query,
    make_cid_stack,
)

POLICY = Path(__file__).parents[3] / "policies/adopt.json"
CUR2, CUR = f"cur2/{ACCOUNT}", f"cur/{ACCOUNT}"


def left(adoption: Adoption, what: str) -> str:
    """The one reason why something stays outside."""
    (found,) = (line for line in adoption.left if line.startswith(f"{what}: "))
    return found


def test_a_cid_stack_is_adopted(cloud: Cloud, account: Account) -> None:
    """Export, bucket with what it has, database, table, crawler, workgroup; settings are kept."""
    arn = make_cid_stack(cloud)
    adoption = adopt_new(account, "adopted")
    assert adoption.settings["imports"] == {
        "catalog/cur2_crawler/crawler": "cid-DataExportCUR2Crawler",
        "catalog/cur2_table/table": f"{ACCOUNT}:cid_data_export:cur2",
        "catalog/database/database": f"{ACCOUNT}:cid_data_export",
        "export/cur2/export": arn,
        "query/workgroup/workgroup": "CID",
        "storage/data_exports_bucket/bucket": DATA,
        "storage/data_exports_bucket/lifecycle": DATA,
        "storage/data_exports_bucket/ownership": DATA,
        "storage/data_exports_bucket/policy": DATA,
        "storage/data_exports_bucket/versioning": DATA,
        "storage/results_bucket/bucket": f"aws-athena-query-results-cid-{ACCOUNT}-eu-west-1",
        "storage/results_bucket/policy": f"aws-athena-query-results-cid-{ACCOUNT}-eu-west-1",
    }
    assert adoption.settings["storage"] == {"noncurrent_days": 1}
    assert adoption.settings["catalog"] == {"safety_schedule": "cron(0 2 * * ? *)"}


def test_what_the_apply_would_take_away_is_told(cloud: Cloud, account: Account) -> None:
    """A second owner, statements of the policy, whom the bucket notifies."""
    make_cid_stack(cloud)
    queue = cloud.client("sqs").create_queue(QueueName="theirs")["QueueUrl"]
    found = cloud.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    arn = found["Attributes"]["QueueArn"]
    policy = (
        '{"Statement":[{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},'
        f'"Action":"sqs:SendMessage","Resource":"{arn}"}}]}}'
    )
    cloud.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    cloud.client("s3").put_bucket_notification_configuration(
        Bucket=DATA,
        NotificationConfiguration={
            "QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}]
        },
    )
    told = " / ".join(adopt_new(account, "adopted").left)
    assert "the CloudFormation stack CID-DataExports-Destination" in told
    assert "gone are EnableAWSDataExportsToWriteToS3AndCheckPolicy" in told
    assert f"no longer told: {arn}" in told


def test_flags_and_columns_are_those_of_the_export(cloud: Cloud, account: Account) -> None:
    """In settings, so that nothing changes in AWS; the names lead to the prefix."""
    bucket = f"acme-{ACCOUNT}-data-exports"
    add_bucket(cloud, bucket)
    flags = {"TIME_GRANULARITY": "DAILY", "INCLUDE_RESOURCES": "FALSE"}
    columns = tuple(column for column in COLUMNS if "resource" not in column)
    prefix = f"bill/{CUR2}"
    add_export(cloud, "our-bill", bucket, prefix, flags=flags, columns=columns)
    adoption = adopt_new(account, "adopted")
    assert adoption.settings["name_prefix"] == "acme"
    assert adoption.settings["exports"]["cur2"] == {
        "enabled": True,
        "prefix": "bill/cur2",
        "export_name": "our-bill",
        "time_granularity": "DAILY",
        "include_resources": False,
        "include_split_cost_allocation_data": False,
        "columns": [
            "bill_payer_account_id",
            "line_item_unblended_cost",
            "line_item_usage_start_date",
        ],
    }
    environment = parse_environments("adopt", {"adopted": adoption.settings})["adopted"]
    assert environment.exports.cur2.export_name == "our-bill"


def test_a_table_without_its_crawler_is_registered(cloud: Cloud, account: Account) -> None:
    """So that adopting it makes no crawler."""
    make_cid_stack(cloud)
    cloud.client("glue").delete_crawler(Name="cid-DataExportCUR2Crawler")
    exports = adopt_new(account, "adopted").settings["exports"]
    assert exports["cur2"]["catalog"] == "registered"


def test_an_export_with_all_columns_names_none(cloud: Cloud, account: Account) -> None:
    """As Terraform of this project asks for it."""
    settings = parse_environments("adopt", {"e": EXAMPLE})["e"].exports.cur2
    add_bucket(cloud, DATA)
    add_export(
        cloud,
        "cid-cur2",
        DATA,
        CUR2,
        flags=settings.table_configurations,
        columns=settings.exported_columns,
    )
    cur2 = adopt_new(account, "adopted").settings["exports"]["cur2"]
    assert cur2 == EXAMPLE["exports"]["cur2"] | {"export_name": "cid-cur2"}


@pytest.mark.parametrize(
    ("bucket", "prefix", "changes", "reason"),
    [
        ("my-bill", CUR2, {}, f"it delivers into my-bill, an environment's into {DATA}"),
        (DATA, "cur2", {}, f"its prefix is 'cur2', an environment's '<folder>/{ACCOUNT}'"),
        (DATA, CUR, {}, "a prefix whose last folder is 'cur2'"),
        (DATA, CUR2, {"Overwrite": "CREATE_NEW_REPORT"}, "its overwrite is CREATE_NEW_REPORT"),
        (DATA, CUR2, {"Format": "TEXT_OR_CSV", "Compression": "GZIP"}, "its format is TEXT_OR_CSV"),
    ],
)
def test_an_export_that_does_not_fit_is_left_with_the_reason(
    cloud: Cloud,
    account: Account,
    bucket: str,
    prefix: str,
    changes: dict[str, str],
    reason: str,
) -> None:
    """It stays in AWS as it is, and nothing is imported for it."""
    add_bucket(cloud, bucket)
    add_export(cloud, "console", bucket, prefix, **changes)
    adoption = adopt_new(account, "adopted")
    assert reason in " / ".join(line for line in adoption.left if line.startswith("export console"))
    assert "export/cur2/export" not in adoption.settings["imports"]


def test_a_new_export_beside_one_that_stays_has_another_name(
    cloud: Cloud, account: Account
) -> None:
    """AWS refuses a second of the same."""
    add_bucket(cloud, "my-bill")
    add_export(cloud, "cid-cur2", "my-bill", "cur")
    exports = adopt_new(account, "adopted").settings["exports"]
    assert exports == {"cur2": {"export_name": "cid-cur2-new"}}


def test_an_account_adopts_one_export_of_a_dataset(cloud: Cloud, account: Account) -> None:
    """The other is named."""
    add_bucket(cloud, DATA)
    add_export(cloud, "first", DATA, CUR2)
    add_export(cloud, "second", DATA, CUR2)
    adoption = adopt_new(account, "adopted")
    assert adoption.settings["exports"]["cur2"]["export_name"] == "first"
    assert left(adoption, "export second").endswith("one export of CUR 2.0, and adopts first")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"TimeUnit": "DAILY"}, "its time unit is DAILY, here HOURLY"),
        ({"AdditionalSchemaElements": ["RESOURCES"]}, "schema elements lack SPLIT_COST_ALLOC"),
        (
            {"AdditionalArtifacts": [], "ReportVersioning": "CREATE_NEW_REPORT"},
            "its versioning is CREATE_NEW_REPORT, here OVERWRITE_REPORT",
        ),
        ({"RefreshClosedReports": False}, "its refreshing of closed reports is False, here True"),
    ],
)
def test_a_report_that_does_not_fit_is_left_with_the_reason(
    cloud: Cloud, account: Account, changes: dict[str, object], reason: str
) -> None:
    """Settings have no word for these."""
    add_bucket(cloud, SHARED)
    add_report(cloud, "cid", SHARED, CUR, **changes)
    adoption = adopt_new(account, "adopted")
    assert reason in " / ".join(adoption.left)
    assert "export/legacy_cur/report" not in adoption.settings["imports"]


def test_an_account_of_legacy_reports_asks_for_no_new_export(
    cloud: Cloud, account: Account
) -> None:
    """What isn't there is off. Reports come in pages of five."""
    add_bucket(cloud, SHARED)
    for number in range(6):
        add_report(cloud, f"r{number}", SHARED, "elsewhere")
    add_report(cloud, "cid", SHARED, CUR)
    settings = adopt_new(account, "adopted").settings
    exports = parse_environments("adopt", {"adopted": settings})["adopted"].exports
    assert [dataset.name for dataset in exports.enabled] == ["legacy_cur"]
    assert settings["imports"]["export/legacy_cur/report"] == "cid"


def test_an_environment_that_is_known_keeps_its_settings(cloud: Cloud, account: Account) -> None:
    """It gets imports; an export that isn't as they say is told."""
    add_bucket(cloud, DATA)
    add_export(cloud, "cid-cur2", DATA, CUR2)
    adoption = adopt_known(account, "example", EXAMPLE | {"tags": {"Team": "finops"}})
    assert adoption.settings["tags"] == {"Team": "finops"}
    assert adoption.settings["imports"]["storage/data_exports_bucket/bucket"] == DATA
    told = " / ".join(adoption.left)
    assert "its INCLUDE_SPLIT_COST_ALLOCATION_DATA is FALSE, here TRUE" in told


@pytest.mark.parametrize(("members", "said"), [(True, {"enrollment": "organization"}), (False, {})])
def test_who_is_enrolled_stays_enrolled(
    cloud: Cloud, account: Account, members: bool, said: dict[str, str]
) -> None:
    """In Cost Optimization Hub: an apply says of member accounts that they are, or that they aren't."""
    add_bucket(cloud, DATA)
    add_recommendations(cloud, DATA, members=members)
    section = {"enabled": True, "export_name": "recommendations"}
    assert adopt_new(account, "adopted").settings["exports"]["cost_optimization"] == section | said
    known = EXAMPLE | {"exports": {"cost_optimization": section}}
    told = " / ".join(adopt_known(account, "example", known).left)
    assert ("member accounts are enrolled, and the apply enrols this one alone" in told) == members
    told = " / ".join(
        adopt_known(
            account, "example", known | {"exports": {"cost_optimization": section | said}}
        ).left
    )
    assert "member accounts are enrolled" not in told


def test_payers_that_would_be_shut_out_are_named(cloud: Cloud, account: Account) -> None:
    """A bucket as CID makes it, for its own account and two others; one is among the payers."""
    add_bucket(cloud, DATA)
    s3 = cloud.client("s3")
    policy = json.loads(s3.get_bucket_policy(Bucket=DATA)["Policy"])
    admitted = [ACCOUNT, "210987654321", "111122223333"]
    policy["Statement"][0]["Condition"] = {"StringEquals": {"aws:SourceAccount": admitted}}
    s3.put_bucket_policy(Bucket=DATA, Policy=json.dumps(policy))
    hub = EXAMPLE | {"payers": ["210987654321"], "own_exports": True}
    told = " / ".join(adopt_known(account, "example", hub).left)
    assert f"bucket {DATA}: deliveries of 111122223333 end with its policy" in told
    assert "deliveries of 111122223333, 210987654321 end" in " / ".join(
        adopt_new(account, "adopted").left
    )


def test_a_source_adopts_nothing(account: Account) -> None:
    """Cloud Control's resource has no import."""
    with pytest.raises(ExpectedFailure, match="payer is a source"):
        adopt_known(account, "payer", EXAMPLE | {"hub": "210987654321", "exports": {}})


def test_a_workgroup_with_some_themes_gets_no_others(cloud: Cloud, account: Account) -> None:
    """What is saved there says it; statements are missed where there are none."""
    make_cid_stack(cloud)
    add_saved_query(cloud, "CID", "waste/gp2_volumes")
    add_saved_query(cloud, "CID", "somebody's")
    assert adopt_new(account, "adopted").settings["query"]["library"] == {
        "themes": ["waste"],
        "prepared_statements": False,
    }


def test_an_empty_account_gets_the_defaults(cloud: Cloud, account: Account) -> None:
    """Nothing to import."""
    adoption = adopt_new(account, "adopted")
    region = {"account_id": ACCOUNT, "region": "eu-west-1"}
    assert adoption == Adoption(region | {"exports": {}, "imports": {}}, ())


def test_a_policy_of_reads_is_enough(cloud: Cloud) -> None:
    """policies/adopt.json alone."""
    make_cid_stack(cloud)
    cloud.restrict(Caller.PLANNER, [json.loads(POLICY.read_text())])
    session = boto3.Session(aws_access_key_id=Caller.PLANNER, aws_secret_access_key="any")
    adopted = adopt_new(Account(session, REGION), "adopted").settings["imports"]
    assert "export/cur2/export" in adopted
