"""A statement as Trino gets it, and the places in its messages put back."""

import pytest

from athena.trino.dialect import ForTrino


@pytest.mark.parametrize(
    ("sql", "given"),
    [
        ("SELECT product['region'] FROM cur2", "SELECT element_at(product, 'region') FROM cur2"),
        ("SELECT m['a']['b'], 1.5", "SELECT element_at(element_at(m, 'a'), 'b'), 1.5E0"),
        ("SELECT 1_0.2_5, 1_000", "SELECT 10.25E0, 1_000"),
        ("SELECT (m)[('k')].x", "SELECT element_at((m), ('k')).x"),
        ("SELECT m[CAST(k AS varchar)]", "SELECT element_at(m, CAST(k AS varchar))"),
        ("SELECT m[split_part(k, ':', 1)]", "SELECT element_at(m, split_part(k, ':', 1))"),
        ("SELECT ARRAY['a'][1], m[k]", "SELECT ARRAY['a'][1], m[k]"),
        ("SHOW TABLES LIKE 'a'", "SHOW TABLES LIKE 'a'"),
    ],
)
def test_what_athena_reads_otherwise_is_written_for_trino(sql: str, given: str) -> None:
    assert ForTrino.of(sql).sql == given


def test_places_are_those_of_the_statement_as_it_was_written() -> None:
    """... on every line, before, within and behind what was written."""
    sql = "SELECT 1.5, m['a']['b'],\n  m[('k')] + nope, 2.5 + nope2 FROM t"
    written = ForTrino.of(sql)
    for word in ("1.5", "m[", "'b'", "nope,", "2.5", "nope2", "FROM"):
        line = sql[: sql.index(word)].count("\n")
        text = written.sql.split("\n")[line]
        found = text.index("element_at(" if word == "m[" else word)
        assert written.column(line + 1, found + 1) == sql.split("\n")[line].index(word) + 1, word


def test_an_error_about_element_at_is_one_about_the_subscript() -> None:
    """... unless element_at is what the statement says."""
    message = (
        "Unexpected parameters (map(integer,integer), varchar(1)) for function element_at. Expected"
    )
    written = ForTrino.of("SELECT m['a'], element_at(m, 'b')")
    told = "Cannot use varchar(1) for subscript of map(integer, integer)"
    assert written.subscript_error(1, 8, message) == told
    assert written.subscript_error(1, 28, message) is None
