"""The parts that need no server: statement kinds, parameters, types, metadata."""

import pytest

from athena.endpoint.errors import Failure
from athena.endpoint.execution import Execution, Submission
from athena.endpoint.results.columns import ColumnInfo
from athena.endpoint.results.metadata import ResultMetadata
from athena.endpoint.results.outcome import Outcome
from athena.endpoint.running.parameters import as_literal, bind
from athena.endpoint.workgroup_rules import WorkgroupRules
from athena.engine import ResultColumn
from athena.errors import SqlError
from athena.glue.objects import S3Uri
from athena.sql.kinds import QUERY, kind_of
from athena.sql.statement_cursor import StatementCursor


@pytest.mark.parametrize(
    ("sql", "type_", "subtype"),
    [
        ("SELECT 1", "DML", "SELECT"),
        ("-- why\n/* what */ ( ( select 1))", "DML", "SELECT"),
        ("WITH x AS (SELECT 1) SELECT * FROM x", "DML", "SELECT"),
        ("EXPLAIN SELECT 1", "DML", "EXPLAIN"),
        ("create or replace view v as select 1", "DDL", "CREATE_VIEW"),
        ("CREATE TABLE t WITH (format = 'AS') AS SELECT 1", "DDL", "CREATE_TABLE_AS_SELECT"),
        ("CREATE EXTERNAL TABLE t (`as` int) LOCATION 's3://b/'", "DDL", "CREATE_TABLE"),
        ("ALTER TABLE t ADD PARTITION (p = 'DROP')", "DDL", "ALTER_TABLE_ADD_PARTITION"),
        ("ALTER TABLE t DROP PARTITION (p = '1')", "DDL", "ALTER_TABLE_DROP_PARTITION"),
        ("SHOW CREATE VIEW v", "UTILITY", "SHOW_CREATE_VIEW"),
        ("DESC t", "UTILITY", "DESCRIBE_TABLE"),
        ("MSCK REPAIR TABLE t", "DDL", "MSCK_REPAIR_TABLE"),
    ],
)
def test_a_statement_is_filed_by_its_keywords(sql: str, type_: str, subtype: str) -> None:
    """a statement's type and subtype follow from its leading keywords, comments aside."""
    kind = kind_of(sql)
    assert kind
    assert (kind.type, kind.subtype) == (type_, subtype)


def test_an_unknown_kind_is_none() -> None:
    """a statement that Athena doesn't know is of no kind."""
    assert kind_of("GRANT SELECT ON t TO u") is None


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        ("'abc'", "'abc'"),
        ("1 + 1", "1 + 1"),
        ("DATE '2026-01-01'", "DATE '2026-01-01'"),
        ("NULL", "NULL"),
        ("abc", "'abc'"),
        ("it's", "'it''s'"),
        ("x + 1", "'x + 1'"),
        ("1) FROM t WHERE (1", "'1) FROM t WHERE (1'"),
    ],
)
def test_a_parameter_is_an_expression_or_a_string(value: str, literal: str) -> None:
    """a parameter that is a constant expression stays one, anything else becomes a string."""
    assert as_literal(value) == literal


def test_parameters_need_a_question_mark() -> None:
    """parameters for a statement without ? are ignored, a ? in a string is none."""
    assert bind("SELECT 1", ("1",)) == ()
    assert bind("SELECT '?'", ("1",)) == ()
    assert bind("SELECT ?", ("abc",)) == ("'abc'",)


@pytest.mark.parametrize(
    ("type_", "described"),
    [
        ("varchar", ("varchar", 2147483647, 0, True)),
        ("varchar(8)", ("varchar", 8, 0, True)),
        ("real", ("float", 17, 0, False)),
        ("decimal(12, 2)", ("decimal", 12, 2, False)),
        ("timestamp(3) with time zone", ("timestamp with time zone", 3, 0, False)),
        ("map(varchar, decimal(3,1))", ("map", 0, 0, False)),
        ("row(a integer)", ("row", 0, 0, False)),
        ("interval day to second", ("interval day to second", 0, 0, False)),
    ],
)
def test_a_column_is_described_without_its_arguments(
    type_: str, described: tuple[str, int, int, bool]
) -> None:
    """a column's type loses its arguments, which show as precision and scale."""
    found = ColumnInfo.of(ResultColumn("c", type_)).describe()
    members = ("Type", "Precision", "Scale", "CaseSensitive")
    assert tuple(found[member] for member in members) == described


def test_metadata_has_the_bytes_that_athena_writes() -> None:
    """the metadata of a CTAS is what was measured: 81 bytes with a 27-byte query id."""
    rows = ColumnInfo.of(ResultColumn("rows", "bigint"))
    body = ResultMetadata("x" * 27, (rows,), "CREATE TABLE", 1).encode()
    assert len(body) == 81
    assert body[29:].hex().startswith("120c" + b"CREATE TABLE".hex() + "18012222")


def test_a_failure_puts_the_name_of_the_error_first() -> None:
    """a reason reads NAME: line L:C: message, as Athena words it."""
    failure = Failure.of_statement(SqlError("TYPE_MISMATCH", "Cannot apply operator", 1, 59))
    assert failure.reason == "TYPE_MISMATCH: line 1:59: Cannot apply operator"
    assert (failure.category, failure.type) == (2, 1002)


def test_a_final_state_stays() -> None:
    """an execution that was cancelled does not succeed or fail afterwards, nor run."""
    rules = WorkgroupRules("w", S3Uri("b", "x/"), {}, None, {}, True)
    execution = Execution(Submission("SELECT 1", QUERY, rules))
    execution.cancel("enough", scanned_bytes=7)
    execution.succeed(Outcome())
    execution.fail(Failure("late", 1, 200))
    assert not execution.start()
    assert (execution.state, execution.reason, execution.scanned_bytes) == (
        "CANCELLED",
        "enough",
        7,
    )


def test_a_cursor_names_the_place() -> None:
    """a syntax error names line, column and word, also past the end."""
    cursor = StatementCursor("DROP TABLE\n  IF x")
    cursor.expect("DROP", "TABLE")
    with pytest.raises(SqlError, match="SYNTAX_ERROR: line 2:3: mismatched input 'IF'"):
        cursor.finish()
    with pytest.raises(SqlError, match="mismatched input '<EOF>'"):
        StatementCursor("").take()


def test_a_place_inside_parentheses_is_one_of_the_statement() -> None:
    """a key without its value is found where it stands."""
    cursor = StatementCursor("x (\n  'a' = 'b', 'c')")
    cursor.expect("X")
    with pytest.raises(SqlError, match="SYNTAX_ERROR: line 2:17: mismatched input"):
        cursor.wrapped(lambda: cursor.listed(lambda: pair(cursor)))


def test_the_words_after_a_query_are_left_out_of_it() -> None:
    """WITH NO DATA is none of the query's, whatever comment follows."""
    cursor = StatementCursor("CREATE AS SELECT 1 -- one\nwith no data -- none\n;")
    cursor.expect("CREATE", "AS")
    assert cursor.ends_with("WITH", "NO", "DATA")
    assert not cursor.ends_with("WITH", "DATA")
    assert cursor.rest.strip() == "SELECT 1 -- one"


def test_a_ddl_name_may_be_a_word_of_the_grammar() -> None:
    """in backquotes, in double quotes, or bare, and comes in lower case."""
    assert StatementCursor('`A b`."C".Table').qualified_name() == ("a b", "c", "table")


def pair(cursor: StatementCursor) -> tuple[str, str]:
    """`'key' = 'value'`."""
    key = cursor.string()
    cursor.expect("=")
    return key, cursor.string()
