"""An engine over a folder's tables leaves nothing running."""

import pytest

from athena.trino.distribution import TrinoUnavailable
from athena.trino.engine import TrinoEngine
from emulator.bills.billed_tables import BilledTables
from emulator.cloud.cloud import Cloud
from emulator.cloud.engine_name import EngineName
from emulator.cloud.folder_engine import engine_over
from emulator.environment import Emulated

EXAMPLE = Emulated.read("example")
CATALOG = BilledTables(EXAMPLE, ())


def test_trino_and_its_cloud_end_when_a_statement_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server first: it still talks to the cloud."""
    ended: list[str] = []

    class Server:
        def close(self) -> None:
            assert Cloud._running is not None
            ended.append("Trino")

    monkeypatch.setattr(TrinoEngine, "start", lambda *arguments: Server())
    with pytest.raises(ZeroDivisionError), engine_over(EngineName.TRINO, EXAMPLE, CATALOG):
        raise ZeroDivisionError
    assert ended == ["Trino"]
    assert Cloud._running is None


def test_no_cloud_stays_when_trino_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be missing."""

    def refuse(*arguments: object) -> None:
        raise TrinoUnavailable("no Java")

    monkeypatch.setattr(TrinoEngine, "start", refuse)
    with (
        pytest.raises(TrinoUnavailable),
        engine_over(EngineName.TRINO, EXAMPLE, CATALOG),
    ):
        pass
    assert Cloud._running is None
