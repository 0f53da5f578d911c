"""Saved queries, prepared statements, data catalogs, metadata and tags through the API."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.athena.endpoint.conftest import ACCOUNT, DATABASE, REGION, RESULTS, WORKGROUP, Account


def test_a_saved_query_is_kept_changed_and_deleted(account: Account) -> None:
    """a saved query is created, fetched, listed, updated and deleted."""
    client = account.athena
    query = {"Name": "top", "Database": DATABASE, "QueryString": "SELECT 1", "WorkGroup": WORKGROUP}
    id_ = client.create_named_query(**query)["NamedQueryId"]
    assert client.list_named_queries(WorkGroup=WORKGROUP)["NamedQueryIds"] == [id_]
    client.update_named_query(NamedQueryId=id_, Name="best", QueryString="SELECT 2")
    found = client.batch_get_named_query(NamedQueryIds=[id_, "nope"])
    assert found["NamedQueries"][0]["QueryString"] == "SELECT 2"
    assert found["UnprocessedNamedQueryIds"][0]["NamedQueryId"] == "nope"
    client.delete_named_query(NamedQueryId=id_)
    with pytest.raises(ClientError, match=f"NamedQuery {id_} does not exist"):
        client.get_named_query(NamedQueryId=id_)


def test_prepared_statements_belong_to_their_workgroup(account: Account) -> None:
    """prepared statements of one name in two workgroups are two statements."""
    client = account.athena
    client.create_work_group(
        Name="second",
        Configuration={"ResultConfiguration": {"OutputLocation": f"s3://{RESULTS}/second/"}},
    )
    for workgroup, sql in ((WORKGROUP, "SELECT 1 AS n"), ("second", "SELECT 2 AS n")):
        client.create_prepared_statement(
            StatementName="same", WorkGroup=workgroup, QueryStatement=sql
        )
    assert account.run("EXECUTE same").rows == (("1",),)
    assert account.run("EXECUTE same", workgroup="second").rows == (("2",),)
    client.update_prepared_statement(
        StatementName="same", WorkGroup="second", QueryStatement="SELECT 3 AS n"
    )
    assert account.run("EXECUTE same", workgroup="second").rows == (("3",),)
    listed = client.list_prepared_statements(WorkGroup="second")["PreparedStatements"]
    assert [one["StatementName"] for one in listed] == ["same"]
    batch = client.batch_get_prepared_statement(
        PreparedStatementNames=["same", "nope"], WorkGroup="second"
    )
    assert batch["PreparedStatements"][0]["QueryStatement"] == "SELECT 3 AS n"
    assert batch["UnprocessedPreparedStatementNames"][0]["StatementName"] == "nope"
    client.delete_prepared_statement(StatementName="same", WorkGroup="second")
    with pytest.raises(ClientError) as missing:
        client.get_prepared_statement(StatementName="same", WorkGroup="second")
    assert missing.value.response["Error"]["Code"] == "ResourceNotFoundException"
    assert account.run("EXECUTE same").rows == (("1",),)


def test_the_glue_catalog_is_always_there(account: Account) -> None:
    """AwsDataCatalog is listed and described in every account; others are kept beside it."""
    client = account.athena
    client.create_data_catalog(Name="lake", Type="GLUE", Parameters={"catalog-id": "210987654321"})
    listed = client.list_data_catalogs()["DataCatalogsSummary"]
    assert [one["CatalogName"] for one in listed] == ["AwsDataCatalog", "lake"]
    client.update_data_catalog(Name="lake", Type="GLUE", Description="shared")
    assert client.get_data_catalog(Name="lake")["DataCatalog"]["Description"] == "shared"
    client.delete_data_catalog(Name="lake")
    with pytest.raises(ClientError, match="lake was not found"):
        client.get_data_catalog(Name="lake")
    own = client.get_data_catalog(Name="AwsDataCatalog")["DataCatalog"]
    assert own["Parameters"] == {"catalog-id": ACCOUNT}


def test_metadata_comes_from_glue(account: Account) -> None:
    """databases and tables are those of the Glue catalog, with location and SerDe."""
    client, catalog = account.athena, {"CatalogName": "AwsDataCatalog"}
    names = [one["Name"] for one in client.list_databases(**catalog)["DatabaseList"]]
    assert names == [DATABASE]
    assert client.get_database(DatabaseName=DATABASE, **catalog)["Database"]["Name"] == DATABASE
    table: dict[str, Any] = client.get_table_metadata(
        DatabaseName=DATABASE, TableName="USAGE", **catalog
    )["TableMetadata"]
    assert table["PartitionKeys"] == [{"Name": "month", "Type": "string"}]
    assert table["Columns"][1] == {"Name": "cost", "Type": "double"}
    assert table["Parameters"]["location"] == "s3://data-bucket/usage/"
    listed = client.list_table_metadata(DatabaseName=DATABASE, Expression="us.*", **catalog)
    assert [one["Name"] for one in listed["TableMetadataList"]] == ["usage"]
    for action, names_ in (
        ("get_database", {"DatabaseName": "nope"}),
        ("get_table_metadata", {"DatabaseName": DATABASE, "TableName": "nope"}),
        ("list_table_metadata", {"DatabaseName": "nope"}),
    ):
        with pytest.raises(ClientError) as missing:
            getattr(client, action)(**names_, **catalog)
        assert missing.value.response["Error"]["Code"] == "MetadataException"


def test_tags_follow_the_resource(account: Account) -> None:
    """a workgroup's tags are listed, changed and removed down to none."""
    client = account.athena
    arn = f"arn:aws:athena:{REGION}:{ACCOUNT}:workgroup/{WORKGROUP}"
    assert client.list_tags_for_resource(ResourceARN=arn)["Tags"] == []
    client.tag_resource(ResourceARN=arn, Tags=[{"Key": "team", "Value": "finops"}])
    tags = client.list_tags_for_resource(ResourceARN=arn)["Tags"]
    assert tags == [{"Key": "team", "Value": "finops"}]
    client.untag_resource(ResourceARN=arn, TagKeys=["team"])
    assert client.list_tags_for_resource(ResourceARN=arn)["Tags"] == []
    with pytest.raises(ClientError, match="was not found"):
        client.list_tags_for_resource(ResourceARN=f"{arn}-nope")
