"""Prepared statements, which belong to a workgroup and are kept in moto's backend.

moto 5.2.5 keys them by name alone, so that two workgroups overwrite each other's; the keys here carry
the workgroup.
"""

from datetime import UTC, datetime

from moto.athena.models import AthenaBackend, PreparedStatement


class PreparedStatements:
    """The prepared statements of an account and region."""

    def __init__(self, backend: AthenaBackend) -> None:
        self._stored: dict[str, PreparedStatement] = backend.prepared_statements

    def find(self, workgroup: str, name: str) -> PreparedStatement | None:
        return self._stored.get(_key(workgroup, name))

    def put(self, workgroup: str, name: str, sql: str, description: str | None = None) -> None:
        """Create or replace."""
        statement = PreparedStatement(name, workgroup, sql, description)
        statement.last_modified_time = datetime.now(UTC)
        self._stored[_key(workgroup, name)] = statement

    def drop(self, workgroup: str, name: str) -> bool:
        """False when there was none."""
        return self._stored.pop(_key(workgroup, name), None) is not None

    def of(self, workgroup: str) -> list[PreparedStatement]:
        """A workgroup's statements in order of their names."""
        found = [one for one in list(self._stored.values()) if one.workgroup == workgroup]
        return sorted(found, key=lambda one: str(one.statement_name))


def _key(workgroup: str, name: str) -> str:
    return f"{workgroup}/{name.lower()}"
