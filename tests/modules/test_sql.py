"""Reading query files."""

from pathlib import Path

import pytest

from modules.sql import NOTES, QueryFileError, SavedQuery, read_queries

HEADER = """-- Question: What did it cost?
-- Answers: whoever asks
-- Columns:
--   cost  USD
-- Parameters: none
-- Reads: cur2 (a | b)
-- Scans: little
"""


def query(folder: Path, text: str) -> SavedQuery:
    (folder / "cur2").mkdir()
    (folder / "cur2" / "cost.sql").write_text(text)
    (found,) = read_queries("cur2", folder)
    return found


def test_the_header_is_read_field_by_field(tmp_path: Path) -> None:
    """Continuation lines belong to the field above."""
    found = query(tmp_path, HEADER + "SELECT 1")
    assert (found.theme, found.name) == ("cur2", "cost")
    assert found.question == "What did it cost?"
    assert found.header["Columns"] == "\ncost  USD"
    assert found.sql.endswith("SELECT 1")


def test_a_comment_below_the_fields_is_a_note(tmp_path: Path) -> None:
    """Not more of the last field, whose further lines are indented."""
    found = query(tmp_path, HEADER + "--   or less\n-- It is\n-- rough.\nSELECT 1")
    assert found.header["Scans"] == "little\nor less"
    assert found.header[NOTES] == "It is rough."


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    """With the file."""
    with pytest.raises(QueryFileError, match=r"cost\.sql:1: the header lacks Reads"):
        query(tmp_path, HEADER.replace("Reads", "Needs") + "SELECT 1")


@pytest.mark.parametrize("template", ["${month}", "%{ if x }"])
def test_terraform_templates_are_refused(tmp_path: Path, template: str) -> None:
    """Terraform would interpolate them; the message names the line."""
    with pytest.raises(QueryFileError, match=r"cost\.sql:8: Terraform would interpolate"):
        query(tmp_path, HEADER + f"SELECT '{template}'")


def test_a_query_over_athenas_quota_is_refused(tmp_path: Path) -> None:
    """262,144 bytes; the provider doesn't check."""
    with pytest.raises(QueryFileError, match="Athena takes 262144"):
        query(tmp_path, HEADER + f"SELECT '{'x' * 262_144}'")
