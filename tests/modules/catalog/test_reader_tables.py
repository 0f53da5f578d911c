"""The tables of readers that see only some rows."""

from tests.conftest import Json, Synthesize

READERS: Json = {"team": {"only": {"accounts": ["111122223333"]}}, "analyst": {}}


def test_some_rows_are_a_database_of_the_same_tables(synthesize: Synthesize) -> None:
    """So that a question names them as ever; a reader of all has none."""
    stack = synthesize(consumers={"readers": READERS})
    databases = stack.resources("aws_glue_catalog_database")
    theirs = databases.pop("catalog_reader_team_tables_database")
    assert theirs["name"] == "cid_data_export_team"
    assert list(databases) == ["catalog_database"]
    for name in ("daily_costs", "resource_costs"):
        table = stack.resource("aws_glue_catalog_table", f"catalog_reader_team_tables_{name}_table")
        whole = stack.resource("aws_glue_catalog_table", f"catalog_{name}_table")
        assert table["name"] == name
        assert table["storage_descriptor"]["columns"] == whole["storage_descriptor"]["columns"]
        assert table["storage_descriptor"]["location"].endswith(f"/readers/team/{name}/")
    assert stack.json["output"]["reader_team_database"]
