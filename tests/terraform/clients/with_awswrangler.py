"""awswrangler, the AWS SDK for pandas."""

import awswrangler as wr
import pandas as pd

from tests.terraform.clients.calls import Calls, Place

PLACE = Place.told()
OWN = "wrangler"  # a database
SQL = "SELECT billing_period, sum(unblended_cost) AS cost FROM costs GROUP BY 1"
OWNERS = pd.DataFrame({"account": ["1", "2"], "month": ["2026-01", "2026-02"]})
HERE = {"database": PLACE.database}
call = Calls()
wr.config.workgroup = PLACE.workgroup
wr.config.athena_query_wait_polling_delay = 0.1


@call("`catalog`: databases, tables, table, types, partitions")
def _() -> None:
    assert PLACE.database in set(wr.catalog.databases()["Database"])
    assert "cur2" in set(wr.catalog.tables(**HERE)["Table"])
    assert len(wr.catalog.table(table="cur2", **HERE))
    assert wr.catalog.get_table_types(PLACE.database, "cur2")["product"] == "map<string,string>"
    assert wr.catalog.get_partitions(PLACE.database, "cur2")


@call("`catalog.create_database`")
def _() -> None:
    wr.catalog.create_database(OWN, exist_ok=True)


@call("`athena.read_sql_query`, `ctas_approach=True`")
def _() -> None:
    own = {"database": OWN}
    assert len(wr.athena.read_sql_query(SQL, **HERE, ctas_parameters=own))


@call("`athena.read_sql_query`, `ctas_approach=False`, in chunks")
def _() -> None:
    assert len(wr.athena.read_sql_query(SQL, **HERE, ctas_approach=False))
    assert list(wr.athena.read_sql_query(SQL, **HERE, ctas_approach=False, chunksize=2))


@call("`athena.read_sql_query`, `unload_approach=True`")
def _() -> None:
    to = PLACE.folder("unloaded")
    approach = {"ctas_approach": False, "unload_approach": True}
    assert len(wr.athena.read_sql_query(SQL, **HERE, **approach, s3_output=to))


@call("`athena.read_sql_query`, with named and positional parameters")
def _() -> None:
    asked = "SELECT line_item_usage_type FROM cur2 WHERE billing_period > {} LIMIT 3"
    for mark, style, given in ((":p", "named", {"p": "2000"}), ("?", "qmark", ["'2000'"])):
        how = {"params": given, "paramstyle": style, "ctas_approach": False}
        assert len(wr.athena.read_sql_query(asked.format(mark), **HERE, **how)) == 3


@call("`athena.read_sql_table`")
def _() -> None:
    assert len(wr.athena.read_sql_table("accounts", **HERE, ctas_approach=False))


@call("`athena.create_ctas_table`, partitioned and bucketed")
def _() -> None:
    made = {"ctas_database": OWN, "ctas_table": "by_month", "wait": True}
    how = {"partitioning_info": ["billing_period"], "bucketing_info": (["service_code"], 2)}
    sql = (
        "SELECT service_code, sum(unblended_cost) AS cost, billing_period FROM costs GROUP BY 1, 3"
    )
    wr.athena.create_ctas_table(sql, **HERE, **made, **how)


@call("`athena.unload`")
def _() -> None:
    wr.athena.unload(SQL, path=PLACE.folder("unload"), **HERE)


@call("`athena`: describe_table, show_create_table, repair_table")
def _() -> None:
    assert len(wr.athena.describe_table("cur2", **HERE))
    assert "cur2" in wr.athena.show_create_table("cur2", **HERE)
    assert wr.athena.repair_table("cur2", **HERE) == "SUCCEEDED"


@call("`athena`: prepared statements")
def _() -> None:
    place = {"workgroup": PLACE.workgroup}
    wr.athena.create_prepared_statement("SELECT ? AS a", "wrangled", **place)
    wr.athena.delete_prepared_statement("wrangled", **place)


@call("`s3.to_parquet` to a table, appended to with a new column")
def _() -> None:
    to = {"path": PLACE.folder("owners"), "dataset": True, "database": OWN, "table": "owners"}
    wr.s3.to_parquet(OWNERS, **to, partition_cols=["month"])
    more = OWNERS.assign(unit="x")
    wr.s3.to_parquet(more, **to, partition_cols=["month"], mode="append")
    found = wr.athena.read_sql_query("SELECT * FROM owners", database=OWN, ctas_approach=False)
    assert len(found) == 2 * len(OWNERS)
    assert found["unit"].notna().sum() == len(OWNERS)


@call("`s3.to_csv` to a table, and a query of it")
def _() -> None:
    to = {"path": PLACE.folder("csv"), "dataset": True, "database": OWN, "table": "csv"}
    wr.s3.to_csv(OWNERS, **to, index=False)
    wr.athena.read_sql_query("SELECT * FROM csv", database=OWN, ctas_approach=False)


@call("`athena.to_iceberg`")
def _() -> None:
    places = {"temp_path": PLACE.folder("temp"), "table_location": PLACE.folder("iceberg")}
    wr.athena.to_iceberg(OWNERS, database=OWN, table="iceberg", **places)


@call("`catalog`: delete_table_if_exists, delete_database")
def _() -> None:
    assert wr.catalog.delete_table_if_exists(OWN, "owners")
    wr.catalog.delete_database(OWN)


if __name__ == "__main__":
    call.make()
