"""The Glue database."""

from tests.conftest import Stack, Synthesize


def test_the_database_has_cids_name(example: Stack, synthesize: Synthesize) -> None:
    """A dash in the prefix becomes an underscore: Athena would want quotes."""
    assert example.resource("aws_glue_catalog_database", "catalog_database")["name"] == (
        "cid_data_export"
    )
    named = synthesize(name_prefix="my-bill").resource(
        "aws_glue_catalog_database", "catalog_database"
    )
    assert named["name"] == "my_bill_data_export"
