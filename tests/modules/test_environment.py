"""Settings: what is refused, and how the message reads."""

import json
from pathlib import Path

import pytest

from modules.environment import parse_environments, read_environments
from modules.settings.problems import SettingsError
from tests.conftest import EXAMPLE, Json, environment


def refusal(**changes: object) -> str:
    with pytest.raises(SettingsError) as refused:
        environment(**changes)
    return str(refused.value)


def test_the_shipped_environment_is_valid() -> None:
    """cdktf.json as committed."""
    shipped = read_environments(Path("cdktf.json"))
    assert shipped["example"] == environment()


def test_tags_of_any_script_are_taken() -> None:
    """Up to AWS's limits; Project may have another value."""
    tags = {"Équipe": "Ωmega 1+1=2: a@b/c_d-e.f", "k" * 128: "v" * 256, "Project": "costs"}
    made = environment(tags=tags | {str(number): "" for number in range(47)})
    assert len(made.all_tags) == 50
    assert made.all_tags["Project"] == "costs"


def test_defaults_are_compared_with_what_is_set() -> None:
    """An export that is on unasked can't be deleted either."""
    settings = {key: EXAMPLE[key] for key in ("account_id", "region")}
    with pytest.raises(SettingsError, match=r"exports\.focus off, because delete_exports names it"):
        parse_environments("cdktf.json", {"example": settings | {"delete_exports": ["focus"]}})


def test_all_problems_come_in_one_message() -> None:
    """A mistake hides no other: not in the same section, not in a comparison of two."""
    message = refusal(
        account_id="12345678901",
        region="il-central-1",
        regoin="eu-west-1",
        exports={
            "cur2": {
                "prefix": "/cur2",
                "include_resources": False,
                "columns": ["line_item_resource_id"],
            },
            "legacy_cur": {"enabled": True, "prefix": "cur2"},
        },
        query={"scan_limit_bytes": 10_000_000},
    )
    assert message.startswith("cdktf.json: 8 problems in the settings")
    for path in (
        "account_id",
        "region",
        "regoin",
        "exports.cur2.prefix",
        "exports.cur2.columns",
        "exports.legacy_cur.prefix",
        "query.scan_limit_bytes",
    ):
        assert f"context.environments.example.{path} = " in message


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"account_id": 123456789012},
            "= 123456789012\n    allowed: a text\n    fix: put it in quotes",
        ),
        ({"monitoring": {"emails": "a@b.example"}}, "a list\n    fix: put it in brackets"),
        ({"exports": {"cur2": {"time_granularity": "daily"}}}, "'MONTHLY'\n    fix: write one of"),
        ({"region": "cn-north-1"}, "not cn-* or us-gov-*"),
        ({"tags": {"aws:Team": "a"}}, "keys that don't begin with aws:"),
        ({"tags": {"k" * 129: "a"}}, "keys of 1 to 128 letters"),
        ({"tags": {"": "a"}}, "keys of 1 to 128 letters"),
        ({"tags": {"Team": "{a}"}}, "values of at most 256 letters"),
        ({"tags": {"Team": "${a}"}}, "that of 'Team' is none"),
        ({"tags": {"%{a}": "a"}}, "'%{a}' is none"),
        ({"tags": {"Team": "a\tb"}}, "that of 'Team' is none"),
        ({"tags": {"Team": "a", "team": "b"}}, "keys that differ by more than case"),
        ({"tags": {"project": "a"}}, "keys that differ by more than case, as 'project' doesn't"),
        ({"tags": {str(number): "" for number in range(50)}}, "50 tags at most"),
        ({"region": "eu-west-\u0661"}, "a Region of the commercial partition"),
        ({"name_prefix": "averylongprefix"}, "1 to 10 of a-z 0-9 -"),
        (
            {"exports": {"cur2": {"enabled": False}, "focus": {"enabled": False}}},
            "at least one export enabled",
        ),
        ({"exports": {"cur2": {"prefix": "a//b"}}}, "single slashes"),
        ({"exports": {"cur2": {"prefix": "a=b"}}}, "single slashes"),
        ({"exports": {"cur2": {"export_name": "has space"}}}, "1 to 128 of"),
        ({"exports": {"cur2": {"columns": ["line_item_cost"]}}}, "'line_item_cost' is not"),
        ({"exports": {"cur2": {"columns": []}}}, "at least one column"),
        ({"exports": {"focus": {"catalog": "projected"}}}, "'crawler' or 'registered'"),
        (
            {"exports": {"legacy_cur": {"enabled": True, "catalog": "registered"}}},
            "columns of legacy CUR come and go from month to month",
        ),
        (
            {
                "exports": {
                    "cost_optimization": {
                        "enabled": True,
                        "overwrite": "CREATE_NEW_REPORT",
                    }
                }
            },
            "set catalog to 'registered', which has the latest version",
        ),
        ({"exports": {"cur2": {"time_granularity": "WEEKLY"}}}, "'HOURLY', 'DAILY' or 'MONTHLY'"),
        (
            {
                "exports": {
                    "cur2": {"include_manual_discount_compatibility": True, "columns": ["discount"]}
                }
            },
            "exists only with include_manual_discount_compatibility = false",
        ),
        ({"exports": {"legacy_cur": {"enabled": True, "report_name": "my report"}}}, "1 to 256 of"),
        ({"exports": {"legacy_cur": {"enabled": True, "prefix": "bill"}}}, "last folder is 'cur'"),
        ({"exports": {"cur2": {"prefix": "billing/exports"}}}, "last folder is 'cur2'"),
        ({"delete_exports": ["cur3"]}, "names of exports: cur2, "),
        ({"delete_exports": ["cur2"]}, "exports.cur2 off, because delete_exports names it"),
        ({"storage": {"noncurrent_days": 0}}, "1 to 3650 days"),
        ({"storage": {"force_destroy": True}}, "only together with allow_data_deletion"),
        ({"events": {"visibility_timeout_seconds": 30}}, "900 to 43200 seconds"),
        ({"events": {"log_retention_days": 45}}, "events.log_retention_days = 45"),
        ({"catalog": {"safety_schedule": "rate(1 day)"}}, "rate() is refused"),
        ({"events": {"log_kms_key": "alias/logs"}}, "not of an alias"),
        (
            {"storage": {"results_kms_key": "arn:aws:kms:us-east-1:123456789012:key/1"}},
            "a key in eu-west-1",
        ),
        ({"access": {"role_path": "costs"}}, "begins and ends with a slash"),
        ({"access": {"permissions_boundary": "boundary"}}, "the ARN of a managed policy"),
        (
            {"access": {"permissions_boundary": "arn:aws:iam::210987654321:policy/boundary"}},
            "of account 123456789012",
        ),
        ({"consumers": {"grafana": {"principals": ["grafana"]}}}, "the ARN of a role or a user"),
        ({"consumers": {"grafana": {"external_id": "a b"}}}, "2 to 1,224 of"),
        (
            {"consumers": {"grafana": {"external_id": "acme", "managed": True}}},
            "left out where there are no principals",
        ),
        (
            {"consumers": {"grafana": {"workspace": {"sign_in": []}}}},
            "AWS_SSO, SAML or both, each once",
        ),
        (
            {"consumers": {"grafana": {"workspace": {"grafana_version": "10.4"}}}},
            "12 or later, e.g. '12.4'",
        ),
        ({"consumers": {"grafana": {"scan_limit_bytes": 1}}}, "10485760 bytes (10 MiB) or more"),
        ({"consumers": {"opencost": {"oidc_provider": "eks"}}}, "the ARN of an OIDC provider"),
        ({"consumers": {"opencost": {"principals": ["pods"]}}}, "the ARN of a role"),
        ({"consumers": {"opencost": {"namespace": "Open Cost"}}}, "a name in Kubernetes"),
        ({"consumers": {"opencost": {"scan_limit_bytes": 1}}}, "10485760 bytes (10 MiB) or more"),
        (
            {
                "consumers": {
                    "opencost": {
                        "pod_identity": True,
                        "principals": ["arn:aws:iam::210987654321:role/opencost"],
                    }
                }
            },
            "left out where pod_identity is set",
        ),
        (
            {
                "exports": {"cur2": {"enabled": False}, "legacy_cur": {"enabled": False}},
                "consumers": {"opencost": {"pod_identity": True}},
            },
            "it reads line items",
        ),
        (
            {
                "hub": "210987654321",
                "exports": {"legacy_cur": {"enabled": False}},
                "consumers": {"grafana": {"managed": True}},
            },
            "left out where there is a hub",
        ),
        ({"payers": ["12"], "own_exports": True}, "payers.0 = "),
        ({"payers": ["210987654321"]}, "true or false where there are payers"),
        ({"payers": ["210987654321"] * 2, "own_exports": True}, "210987654321 is there twice"),
        (
            {"payers": ["123456789012"], "own_exports": True},
            "accounts other than the environment's",
        ),
        (
            {"payers": [f"{n:012d}" for n in range(21)], "own_exports": True},
            "S3 takes 100 notifications",
        ),
        ({"own_exports": True}, "left out where there are no payers"),
        (
            {"payers": ["210987654321"], "own_exports": False},
            "exports.legacy_cur off: AWS delivers",
        ),
        ({"hub": "210987654321"}, "exports.legacy_cur off: AWS delivers"),
        ({"hub": "12"}, "12 digits, as a string"),
        ({"hub": "123456789012"}, "an account other than the environment's own"),
        (
            {"hub": "210987654321", "payers": ["111111111111"], "own_exports": True},
            "an environment is a hub or a source",
        ),
        *(
            ({"hub": "210987654321", "exports": {}, section: changed}, f"example.{section} = ")
            for section, changed in {
                "storage": {"noncurrent_days": 1},
                "events": {"message_retention_days": 1},
                "catalog": {"safety_schedule": "cron(0 1 * * ? *)"},
                "query": {"scan_limit_bytes": 10_485_760},
                "access": {"role_path": "/costs/"},
            }.items()
        ),
        ({"query": {"tags": ["user_team", "user_it's"]}}, "example.query.tags.1 = "),
        ({"query": {"tags": ["team"]}}, "the tag team is user_team"),
        (
            {"query": {"tags": ["user_cost-center", "user_cost:center"]}},
            "both tag_user_cost_center",
        ),
        ({"query": {"tags": [f"user_{number}" for number in range(21)]}}, "at most 20 tags"),
        ({"query": {"sealed": {"scan_limit_bytes": 1}}}, "10485760 bytes (10 MiB) or more"),
        ({"query": {"sealed": {"catch_up_schedule": "rate(7 days)"}}}, "an EventBridge cron"),
        (
            {"consumers": {"readers": {"BI tool": {}}}},
            """example.consumers.readers."BI tool" = "BI tool"\n    allowed: 1 to 30 of a-z""",
        ),
        ({"consumers": {"readers": {"r" * 31: {}}}}, "1 to 30 of a-z 0-9 -"),
        ({"consumers": {"readers": {"bi": {"external_id": "acme"}}}}, "no principals"),
        ({"consumers": {"readers": {"bi": {"principals": ["*"]}}}}, "readers.bi.principals.0 = "),
        (
            {"consumers": {"readers": {"bi": {"scan_limit": 1}}}},
            "did you mean 'scan_limit_bytes'?",
        ),
        ({"consumers": {"readers": {"bi": {"scan_limit_bytes": 1}}}}, "(10 MiB) or more"),
        *(
            ({"consumers": {"readers": {"bi": {"only": only}}}}, expected)
            for only, expected in (
                ({}, "at least one account, or one value of a tag"),
                ({"accounts": []}, "at least one account, or one value of a tag"),
                ({"tags": {"user_team": []}}, "at least one account, or one value of a tag"),
                ({"accounts": ["data-prod"]}, "readers.bi.only.accounts.0 = "),
                ({"tags": {"user_team": ["it's"]}}, "readers.bi.only.tags.user_team.0 = "),
                ({"tags": {"user_team": ["data"]}}, "query.tags, none; 'user_team' isn't one"),
            )
        ),
        (
            {
                "query": {"sealed": {"enabled": False}},
                "consumers": {"readers": {"bi": {"only": {"accounts": ["111122223333"]}}}},
            },
            "readers.bi.only left out where no months are sealed",
        ),
        (
            {"monitoring": {"budgets": {"all": {"limit_usd": 1, "actual": [], "forecast": []}}}},
            "together with `actual` 1 to 10 percentages",
        ),
        ({"monitoring": {"budgets": {"all": {"limit_usd": 0}}}}, "US dollars a month"),
        ({"monitoring": {"budgets": {"All": {"limit_usd": 1}}}}, "1 to 30 of a-z 0-9 -"),
        ({"monitoring": {"budgets": {"all": {"limit_usd": 1, "accounts": ["1"]}}}}, "12 digits"),
        ({"monitoring": {"anomalies": {"monitor_arn": "services"}}}, "the ARN of a cost monitor"),
        (
            {
                "monitoring": {
                    "anomalies": {"monitor_arn": "arn:aws:ce::123456789012:anomalymonitor/1"}
                }
            },
            "left out where anomalies are off",
        ),
        ({"monitoring": {"cost_allocation_tags": {"keys": [" team"]}}}, "none of them white"),
        (
            {"monitoring": {"enabled": False, "budgets": {"all": {"limit_usd": 1}}}},
            "left out where monitoring is off",
        ),
        ({"backend": {"type": "gcs"}}, "'local', 's3', 'cloud'"),
        ({"backend": {}}, "'local', 's3', 'cloud'"),
        ({"a\nb": 1}, r"""context.environments.example."a\nb" = 1"""),
        ({"backend": {"type": "s3", "bucket": "state"}}, "backend.region is missing"),
        ({"backend": {"type": "s3", "bucket": "", "region": "eu-west-1"}}, "the name of a bucket"),
        ({"backend": {"type": "s3", "bucket": "state", "region": ""}}, "a Region, e.g."),
        (
            {"backend": {"type": "s3", "bucket": "state", "region": "eu-west-1", "key": "/a"}},
            "no slash at either end",
        ),
        (
            {"backend": {"type": "cloud", "organization": "acme", "workspace": "a costs"}},
            "as HCP Terraform writes it",
        ),
        (
            {"backend": {"type": "s3", "bucket": "b", "region": "r", "regoin": 1}},
            "did you mean 'region'",
        ),
    ],
)
def test_what_aws_or_the_provider_refuses_is_refused(changes: Json, expected: str) -> None:
    """Each with what is allowed in the message."""
    assert expected in refusal(**changes)


def test_legacy_cur_is_refused_where_it_cannot_deliver() -> None:
    """il-central-1 is fine for CUR 2.0 and not for the legacy report."""
    assert environment(region="il-central-1", exports={"cur2": {"enabled": True}})
    assert "one that it delivers to" in refusal(region="il-central-1")


def test_an_unknown_setting_names_the_one_that_was_meant() -> None:
    """Spelling mistakes are the common case."""
    assert "did you mean 'results_days'?" in refusal(storage={"result_days": 3})


def test_a_missing_account_is_named() -> None:
    """The one setting, beside the region, that has no default."""
    settings = {name: value for name, value in EXAMPLE.items() if name != "account_id"}
    with pytest.raises(SettingsError, match=r"context\.environments\.prod\.account_id is missing"):
        parse_environments("cdktf.json", {"prod": settings})


def test_environments_of_an_account_share_no_name() -> None:
    """Both would own the same buckets, whatever their Regions."""
    other = EXAMPLE | {"region": "eu-north-1"}
    with pytest.raises(SettingsError, match=r"environments\.b\.name_prefix = \"cid\""):
        parse_environments("cdktf.json", {"a": EXAMPLE, "b": other})
    parse_environments("cdktf.json", {"a": EXAMPLE, "b": other | {"name_prefix": "north"}})
    parse_environments("cdktf.json", {"a": EXAMPLE, "b": other | {"account_id": "210987654321"}})


def test_problems_of_all_environments_come_together() -> None:
    """A team fixes its file once."""
    with pytest.raises(SettingsError) as refused:
        parse_environments("cdktf.json", {"a": {"region": "x"}, "b": {"region": "y"}})
    assert "environments.a.region" in str(refused.value)
    assert "environments.b.region" in str(refused.value)


@pytest.mark.parametrize("content", ["{", "{}", '{"context": {"environments": {}}}', "[]"])
def test_a_file_without_environments_is_one_clear_message(tmp_path: Path, content: str) -> None:
    """Broken JSON as well."""
    path = tmp_path / "cdktf.json"
    path.write_text(content)
    with pytest.raises(SettingsError, match=r"cdktf\.json: 1 problem in the settings"):
        read_environments(path)


def test_settings_survive_a_round_trip_through_json() -> None:
    """What pydantic read is what was written."""
    shown = json.loads(environment().model_dump_json())
    assert parse_environments("x", {"example": shown})["example"] == environment()
