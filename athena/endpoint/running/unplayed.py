"""What Athena takes and nobody plays here. Said in the emulator's name, so that Athena isn't blamed."""

from athena.endpoint.results.outcome import Outcome
from athena.endpoint.running.session import Session
from athena.errors import SqlError
from athena.sql.statement_cursor import StatementCursor


def refuse(session: Session) -> Outcome:
    """Raises SqlError for whatever it is."""
    cursor = StatementCursor(session.sql)
    words = [cursor.take().word]
    if cursor.next.kind == "word" and words[0] not in ("UPDATE", "OPTIMIZE", "VACUUM"):
        words.append(cursor.take().word)
    if words[:1] == ["ALTER"]:
        cursor.qualified_name()
        words += [token.word for token in (cursor.next, cursor.ahead(1)) if token.kind == "word"]
    raise not_played(" ".join(words))


def not_played(what: str) -> SqlError:
    return SqlError(
        "NOT_SUPPORTED", f"The emulator doesn't play {what}, which Athena may well take"
    )
