"""`dashboards/json/` is what `make dashboards` writes."""

from dashboards.__main__ import FOLDER, committed
from dashboards.render import files
from dashboards.statements import FOLDER as STATEMENTS
from tests.dashboards.boards import SUBJECT


def test_committed_dashboards_are_up_to_date() -> None:
    """`make dashboards` rewrites them; nothing else lies there."""
    assert {path.name: path.read_text() for path in FOLDER.iterdir()} == committed()


def test_the_same_dashboards_are_made_each_time() -> None:
    """Byte for byte."""
    assert committed() == committed()


def test_every_statement_is_used() -> None:
    """By a panel, a variable, or another statement."""
    texts = "".join(files(SUBJECT).values())
    parts = "".join(path.read_text() for path in STATEMENTS.rglob("*.sql"))
    for path in STATEMENTS.rglob("*.sql"):
        name = path.relative_to(STATEMENTS).with_suffix("").as_posix()
        used = f"SQL: {name}.sql" in texts or f"--include {name}\n" in parts
        assert used or name.startswith("variables/"), name
