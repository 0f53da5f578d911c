"""The text of a view, as Trino gets it from Glue and as everyone else does."""

import boto3

from athena.engine import ResultColumn
from athena.glue.definitions import view_definition, view_table
from athena.trino.views import KEY, rewrite_views


def test_trinos_key_gets_the_text_written_for_it(endpoint: str) -> None:
    """Others get what is stored."""
    rewrite_views()
    texts = {}
    for key in (KEY, "anyone"):
        glue = boto3.client(
            "glue",
            "eu-west-3",
            endpoint_url=endpoint,
            aws_access_key_id=key,
            aws_secret_access_key="any",
        )
        if key == KEY:
            glue.create_database(DatabaseInput={"Name": "viewed"})
            view = view_table("viewed", "v", "SELECT m['k'] AS k", [ResultColumn("k", "varchar")])
            glue.create_table(DatabaseName="viewed", TableInput=view)
        found = view_definition(glue.get_table(DatabaseName="viewed", Name="v")["Table"])
        assert found
        texts[key] = found["originalSql"]
    assert texts == {KEY: "SELECT element_at(m, 'k') AS k", "anyone": "SELECT m['k'] AS k"}
