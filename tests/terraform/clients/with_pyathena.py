"""PyAthena, with SQLAlchemy and pandas."""

import pandas as pd
import sqlalchemy as sa
from pyathena import connect
from pyathena.async_cursor import AsyncCursor
from pyathena.pandas.cursor import PandasCursor
from pyathena.pandas.util import to_sql

from tests.terraform.clients.calls import Calls, Place

PLACE = Place.told()
OWN = "alchemy"  # a database
SQL = "SELECT billing_period, sum(unblended_cost) AS cost FROM costs GROUP BY 1"
OWNERS = pd.DataFrame({"account": ["1", "2"], "owner": ["a", "b"]})
call = Calls()
connection = connect(
    work_group=PLACE.workgroup,
    schema_name=PLACE.database,
    s3_staging_dir=PLACE.folder("pyathena"),
    poll_interval=0.1,
)
url = (
    f"awsathena+rest://@athena.eu-west-1.amazonaws.com:443/{PLACE.database}"
    f"?work_group={PLACE.workgroup}&poll_interval=0.1&location={PLACE.folder('alchemy')}"
)
engine = sa.create_engine(url)


@call("cursor, with parameters")
def _() -> None:
    cursor = connection.cursor()
    cursor.execute("SELECT * FROM cur2 WHERE billing_period > %(month)s LIMIT 2", {"month": "2000"})
    assert len(cursor.fetchall()) == 2


@call("`AsyncCursor`")
def _() -> None:
    _, future = connection.cursor(AsyncCursor).execute(SQL)
    assert future.result().fetchall()


@call("`PandasCursor`, from the CSV and by UNLOAD")
def _() -> None:
    assert len(connection.cursor(PandasCursor).execute(SQL).as_pandas())
    assert len(connection.cursor(PandasCursor, unload=True).execute(SQL).as_pandas())


@call("`pandas.read_sql`, `read_sql_table`")
def _() -> None:
    assert len(pd.read_sql(SQL, engine))
    assert "account_id" in pd.read_sql_table("accounts", engine)


@call("SQLAlchemy: schemas, tables, views, columns")
def _() -> None:
    seen = sa.inspect(engine)
    assert PLACE.database in seen.get_schema_names()
    assert "cur2" in seen.get_table_names()
    assert "costs" in seen.get_view_names()
    assert "SELECT" in str(seen.get_view_definition("costs"))
    assert not seen.has_table("absent")
    names = {column["name"] for column in seen.get_columns("cur2")}
    assert {"line_item_unblended_cost", "billing_period"} <= names


@call("SQLAlchemy: a table and a view, reflected and queried")
def _() -> None:
    for name in ("cur2", "costs"):
        table = sa.Table(name, sa.MetaData(), autoload_with=engine)
        question = sa.select(sa.func.count()).where(table.c.billing_period > "2000")
        with engine.connect() as connected:
            assert connected.execute(question).scalar()


@call("SQLAlchemy: CREATE TABLE, INSERT, SELECT, DROP")
def _() -> None:
    connection.cursor().execute(f"CREATE DATABASE IF NOT EXISTS {OWN}")
    metadata = sa.MetaData(schema=OWN)
    columns = (sa.Column("account", sa.String), sa.Column("number", sa.Integer))
    table = sa.Table("made", metadata, *columns, awsathena_file_format="PARQUET")
    metadata.create_all(engine)
    with engine.begin() as connected:
        connected.execute(table.insert(), [{"account": "1", "number": 1}])
        assert connected.execute(sa.select(table)).fetchall() == [("1", 1)]
    metadata.drop_all(engine)


@call("`pandas.DataFrame.to_sql`")
def _() -> None:
    to = sa.create_engine(f"{url}&file_format=parquet")
    OWNERS.to_sql("owners", to, schema=OWN, index=False, if_exists="replace", method="multi")
    assert len(pd.read_sql(f"SELECT * FROM {OWN}.owners", engine)) == len(OWNERS)


@call("`pyathena.pandas.util.to_sql`, partitioned")
def _() -> None:
    place = (connection, PLACE.folder("to_sql"))
    options = {"index": False, "if_exists": "replace", "partitions": ["owner"]}
    to_sql(OWNERS, "by_owner", *place, schema=OWN, **options)
    assert len(pd.read_sql(f"SELECT * FROM {OWN}.by_owner", engine)) == len(OWNERS)


@call("DROP DATABASE … CASCADE")
def _() -> None:
    connection.cursor().execute(f"DROP DATABASE {OWN} CASCADE")


if __name__ == "__main__":
    call.make()
