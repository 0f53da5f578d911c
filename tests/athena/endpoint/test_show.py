"""SHOW and DESCRIBE, laid out as Hive lays them out."""

import pytest

from athena.client import QueryFailed
from tests.athena.endpoint.conftest import DATABASE, RESULTS, Account


def lines(account: Account, sql: str) -> list[str | None]:
    """The texts of a statement's rows."""
    return [line for (line,) in account.run(sql).rows]


def test_databases_and_tables_are_listed(account: Account) -> None:
    """SHOW DATABASES and SHOW TABLES list names, and take patterns."""
    account.run("CREATE DATABASE other COMMENT 'spare'")
    account.run("CREATE OR REPLACE VIEW other.v AS SELECT 1 AS n")
    assert lines(account, "SHOW DATABASES") == [DATABASE, "other"]
    assert lines(account, "SHOW SCHEMAS LIKE 'oth.*'") == ["other"]
    assert lines(account, "SHOW TABLES IN other") == ["v"]
    assert lines(account, "SHOW TABLES 'us*'") == ["usage"]
    assert lines(account, "SHOW TABLES IN costs 'nothing'") == []
    with pytest.raises(QueryFailed, match="'missing' does not exist"):
        account.run("SHOW TABLES IN missing")


def test_columns_are_padded(account: Account) -> None:
    """SHOW COLUMNS lists columns and partition keys, each filled to 20 characters."""
    names = ["service", "cost", "hours", "start", "tags", "month"]
    assert lines(account, "SHOW COLUMNS IN usage") == [name.ljust(20) for name in names]
    assert lines(account, "SHOW COLUMNS FROM usage FROM costs")[0] == "service".ljust(20)


def test_a_table_is_described_as_hive_describes_it(account: Account) -> None:
    """DESCRIBE gives one padded line a column and repeats the partition keys under a heading."""
    found = account.run("DESCRIBE costs.usage")
    assert found.columns == ("col_name", "data_type", "comment")
    texts = [row[0] for row in found.rows]
    month = f"{'month':20}\t{'string':20}\t{'':20}"
    assert texts[4] == f"{'tags':20}\t{'map<string,string>':20}\t{'':20}"
    assert texts[5:] == [
        month,
        "\t \t ",
        "# Partition Information\t \t ",
        "# col_name            \tdata_type           \tcomment             ",
        "\t \t ",
        month,
    ]
    assert account.run("DESC usage").rows == found.rows


def test_partitions_are_listed(account: Account) -> None:
    """SHOW PARTITIONS lists key=value pairs, and fails for a table without partitions."""
    assert lines(account, "SHOW PARTITIONS usage") == ["month=2026-01", "month=2026-02"]
    account.run("CREATE TABLE flat AS SELECT 1 AS n")
    with pytest.raises(QueryFailed, match="is not a partitioned table"):
        account.run("SHOW PARTITIONS flat")


def test_the_ddl_of_a_table_makes_the_table_again(account: Account) -> None:
    """what SHOW CREATE TABLE prints creates a table with the same columns and partitions."""
    ddl = "\n".join(str(line) for line in lines(account, "SHOW CREATE TABLE usage"))
    account.run(ddl.replace("`costs.usage`", "costs.twin").replace("TBLPROPERTIES (\n)", ""))
    account.run("MSCK REPAIR TABLE twin")
    assert account.run("SELECT sum(cost) FROM twin").rows == (("123.75",),)


def test_text_results_are_files_without_a_header(account: Account) -> None:
    """a SHOW writes its lines to <id>.txt, without a header or a last newline."""
    id_ = account.run("SHOW PARTITIONS usage").execution_id
    execution = account.execution(id_)
    assert execution["ResultConfiguration"]["OutputLocation"] == f"s3://{RESULTS}/athena/{id_}.txt"
    assert (execution["StatementType"], execution["SubstatementType"]) == (
        "UTILITY",
        "SHOW_PARTITIONS",
    )
    assert account.object(f"s3://{RESULTS}/athena/{id_}.txt") == b"month=2026-01\nmonth=2026-02"


def test_an_unknown_table_is_named(account: Account) -> None:
    """every statement on an unknown table says which one."""
    for sql in (
        "DESCRIBE nope",
        "SHOW COLUMNS IN nope",
        "SHOW PARTITIONS nope",
        "SHOW CREATE TABLE nope",
        "MSCK REPAIR TABLE nope",
        "ALTER TABLE nope ADD PARTITION (a = 'b')",
    ):
        with pytest.raises(
            QueryFailed, match=r"Table 'awsdatacatalog\.costs\.nope' does not exist"
        ):
            account.run(sql)
