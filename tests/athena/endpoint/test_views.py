"""Views: stored in Glue as Athena stores them, and read like tables."""

import base64
import json

import pytest

from athena.client import QueryFailed
from tests.athena.endpoint.conftest import DATABASE, WORKGROUP, Account


def test_a_view_is_stored_as_athena_stores_it(account: Account) -> None:
    """a view is a Glue table with its SQL and Trino types in base64, and Hive types beside it."""
    account.run("CREATE VIEW by_service AS SELECT service, sum(cost) AS cost FROM usage GROUP BY 1")
    table = account.glue.get_table(DatabaseName=DATABASE, Name="by_service")["Table"]
    assert table["TableType"] == "VIRTUAL_VIEW"
    assert table["Parameters"] == {"presto_view": "true", "comment": "Presto View"}
    assert table["ViewExpandedText"] == "/* Presto View */"
    encoded = table["ViewOriginalText"].removeprefix("/* Presto View: ").removesuffix(" */")
    definition = json.loads(base64.b64decode(encoded))
    assert definition["originalSql"] == "SELECT service, sum(cost) AS cost FROM usage GROUP BY 1"
    assert (definition["catalog"], definition["schema"]) == ("awsdatacatalog", DATABASE)
    assert definition["columns"] == [
        {"name": "service", "type": "varchar"},
        {"name": "cost", "type": "double"},
    ]
    stored = [(column["Name"], column["Type"]) for column in table["StorageDescriptor"]["Columns"]]
    assert stored == [("service", "string"), ("cost", "double")]


def test_a_view_answers_queries(account: Account) -> None:
    """a query over a view returns what its SQL returns now."""
    account.run("CREATE OR REPLACE VIEW dear AS SELECT service FROM usage WHERE cost > 50")
    assert account.run("SELECT service FROM dear").rows == (('Support, "gold"',),)


def test_a_view_is_replaced_only_when_told(account: Account) -> None:
    """CREATE VIEW over an existing view fails, CREATE OR REPLACE VIEW takes its place."""
    account.run("CREATE VIEW v AS SELECT 1 AS n")
    with pytest.raises(QueryFailed, match="View already exists"):
        account.run("CREATE VIEW v AS SELECT 2 AS n")
    account.run("CREATE OR REPLACE VIEW v AS SELECT 2 AS n")
    assert account.run("SELECT n FROM v").rows == (("2",),)


def test_a_view_never_replaces_a_table(account: Account) -> None:
    """a view can't take the name of a table, nor DROP VIEW drop one."""
    with pytest.raises(QueryFailed, match="Table already exists"):
        account.run("CREATE OR REPLACE VIEW usage AS SELECT 1 AS n")
    with pytest.raises(QueryFailed, match="is a table, not a view"):
        account.run("DROP VIEW usage")


def test_a_view_over_nothing_is_refused(account: Account) -> None:
    """a view whose query would fail is not created; the error's place is that in the statement."""
    with pytest.raises(QueryFailed, match="TABLE_NOT_FOUND: line 2:15: "):
        account.run("CREATE VIEW broken AS\nSELECT a FROM no_such_table")
    assert "broken" not in account.catalog.tables(DATABASE)


def test_a_view_may_name_its_columns(account: Account) -> None:
    """a view with a column list shows those names."""
    account.run("CREATE VIEW named (a, b) AS SELECT service, cost FROM usage WHERE cost > 50")
    found = account.run("SELECT * FROM named")
    assert (found.columns, found.rows) == (("a", "b"), (('Support, "gold"', "100.0"),))


@pytest.mark.parametrize("created", ["VIEW half_named AS", "TABLE half_named_too AS"])
def test_what_is_stored_names_its_columns(account: Account, created: str) -> None:
    """A column without a name is refused; one that is called `_col1` has a name."""
    with pytest.raises(QueryFailed, match=r"MISSING_COLUMN_NAME: .*not specified at position 2"):
        account.run(f"CREATE {created} SELECT service, sum(cost) FROM usage GROUP BY 1")
    account.run(f"CREATE {created} SELECT service, sum(cost) AS _col1 FROM usage GROUP BY 1")


def test_a_dropped_view_is_gone(account: Account) -> None:
    """DROP VIEW removes a view; a second time only with IF EXISTS."""
    account.run("CREATE VIEW short_lived AS SELECT 1 AS n")
    account.run("DROP VIEW short_lived")
    account.run("DROP VIEW IF EXISTS short_lived")
    with pytest.raises(QueryFailed, match="does not exist"):
        account.run("DROP VIEW short_lived")


def test_a_view_shows_its_sql_and_columns(account: Account) -> None:
    """SHOW CREATE VIEW gives the SQL, DESCRIBE the columns with Trino types."""
    account.run("CREATE OR REPLACE VIEW shown AS SELECT 1 AS n, CAST('x' AS varchar) AS s")
    lines = [line for (line,) in account.run("SHOW CREATE VIEW shown").rows]
    assert lines == ["CREATE VIEW costs.shown AS", "SELECT 1 AS n, CAST('x' AS varchar) AS s"]
    assert account.run("DESCRIBE shown").rows == (("n\tinteger",), ("s\tvarchar",))
    assert ("shown",) in account.run("SHOW VIEWS").rows
    assert ("usage",) not in account.run("SHOW VIEWS", workgroup=WORKGROUP).rows
