"""What moto 5.2.5 answers by itself. A failing test here means that a replacement may go."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator.cloud.cloud import Cloud
from tests.athena.endpoint.conftest import ACCOUNT, REGION

MISSING: dict[str, dict[str, Any]] = {
    "batch_get_named_query": {"NamedQueryIds": ["x"]},
    "batch_get_prepared_statement": {"PreparedStatementNames": ["xx"], "WorkGroup": "primary"},
    "batch_get_query_execution": {"QueryExecutionIds": ["x"]},
    "delete_data_catalog": {"Name": "x"},
    "delete_named_query": {"NamedQueryId": "x"},
    "delete_prepared_statement": {"StatementName": "xx", "WorkGroup": "primary"},
    "get_table_metadata": {"CatalogName": "c", "DatabaseName": "d", "TableName": "t"},
    "list_prepared_statements": {"WorkGroup": "primary"},
    "list_table_metadata": {"CatalogName": "c", "DatabaseName": "d"},
    "update_data_catalog": {"Name": "x", "Type": "GLUE"},
    "update_named_query": {"NamedQueryId": "x", "Name": "x", "QueryString": "x"},
    "update_prepared_statement": {
        "StatementName": "xx",
        "WorkGroup": "primary",
        "QueryStatement": "x",
    },
    "update_work_group": {"WorkGroup": "primary"},
}


@pytest.fixture(scope="module")
def plain() -> Iterator[Any]:
    """moto's own Athena."""
    with Cloud.start(REGION, ACCOUNT) as cloud:
        yield cloud.client("athena")


@pytest.mark.parametrize("action", MISSING)
def test_moto_lacks_the_action(plain: Any, action: str) -> None:
    """moto does not implement an action that this package adds."""
    with pytest.raises(ClientError, match="has not been implemented"):
        getattr(plain, action)(**MISSING[action])


def test_moto_runs_nothing(plain: Any) -> None:
    """moto calls broken SQL a success, and enforces no workgroup."""
    id_ = plain.start_query_execution(QueryString="SELEC 1")["QueryExecutionId"]
    states = [
        plain.get_query_execution(QueryExecutionId=id_)["QueryExecution"]["Status"]["State"]
        for _ in range(3)
    ]
    assert states[-1] == "SUCCEEDED"


def test_moto_forgets_when_a_workgroup_was_made(plain: Any) -> None:
    """moto gives a workgroup a new creation time with every answer."""
    times = {plain.get_work_group(WorkGroup="primary")["WorkGroup"]["CreationTime"] for _ in "ab"}
    assert len(times) == 2


def test_moto_mixes_prepared_statements(plain: Any) -> None:
    """moto keeps one prepared statement a name, whatever the workgroup."""
    plain.create_work_group(Name="second")
    for workgroup in ("primary", "second"):
        plain.create_prepared_statement(
            StatementName="same", WorkGroup=workgroup, QueryStatement=workgroup
        )
    with pytest.raises(ClientError):
        plain.get_prepared_statement(StatementName="same", WorkGroup="primary")


def test_moto_has_no_glue_catalog(plain: Any) -> None:
    """moto lists no AwsDataCatalog, and databases that Glue does not have."""
    assert plain.list_data_catalogs()["DataCatalogsSummary"] == []
    listed = plain.list_databases(CatalogName="AwsDataCatalog")["DatabaseList"]
    assert [one["Name"] for one in listed] == ["default"]


def test_moto_refuses_to_list_no_tags(plain: Any) -> None:
    """moto says that a workgroup without tags does not exist."""
    plain.create_work_group(Name="untagged")
    arn = f"arn:aws:athena:{REGION}:{ACCOUNT}:workgroup/untagged"
    with pytest.raises(ClientError, match="Does Not Exist"):
        plain.list_tags_for_resource(ResourceARN=arn)
