"""CREATE and DROP DATABASE: Hive statements in Athena, which touch no data."""

from athena.endpoint.results.outcome import Outcome
from athena.endpoint.running.session import Session
from athena.errors import SqlError
from athena.sql.statement_cursor import StatementCursor


def create_database(session: Session) -> Outcome:
    """`CREATE DATABASE|SCHEMA [IF NOT EXISTS] name [COMMENT '...'] [LOCATION '...']`."""
    cursor = StatementCursor(session.sql)
    cursor.expect("CREATE")
    cursor.take()
    optional = cursor.skip("IF", "NOT", "EXISTS")
    name = cursor.name()
    comment = cursor.string() if cursor.skip("COMMENT") else ""
    location = cursor.string() if cursor.skip("LOCATION") else ""
    cursor.finish()
    if not session.metastore.create_database(name, comment, location) and not optional:
        raise SqlError("SCHEMA_ALREADY_EXISTS", f"Schema '{name}' already exists")
    return Outcome()


def drop_database(session: Session) -> Outcome:
    """`DROP DATABASE|SCHEMA [IF EXISTS] name [RESTRICT|CASCADE]`."""
    cursor = StatementCursor(session.sql)
    cursor.expect("DROP")
    cursor.take()
    optional = cursor.skip("IF", "EXISTS")
    name = cursor.name()
    cascade = cursor.skip("CASCADE") or (cursor.skip("RESTRICT") and False)
    cursor.finish()
    if session.metastore.database(name) is None:
        if optional:
            return Outcome()
        raise SqlError("SCHEMA_NOT_FOUND", f"Schema '{name}' does not exist")
    if session.metastore.tables(name) and not cascade:
        raise SqlError("SCHEMA_NOT_EMPTY", f"Schema '{name}' is not empty; drop it with CASCADE")
    session.metastore.drop_database(name)
    return Outcome()
