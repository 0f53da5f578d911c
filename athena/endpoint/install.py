"""Makes moto's Athena endpoint run statements.

moto routes a request to `AthenaResponse`, which an app of a running server holds on to; so its
`_dispatch` is what is swapped, and servers started before or after see the change at once.
"""

from typing import Any

from moto.athena.responses import AthenaResponse

from athena.endpoint.actions import AthenaApi
from athena.endpoint.service import AthenaService
from athena.engine import Engine
from athena.rights import Who, everybody
from athena.tables import Catalog


class InstalledAthena(AthenaService):
    """The service behind moto's endpoint until `close()`, which puts back what was there before."""

    def __init__(
        self, engine: Engine, catalog: Catalog, account_id: str, region: str, who: Who
    ) -> None:
        super().__init__(engine, catalog, account_id, region, who)
        api = type("InstalledApi", (AthenaApi,), {"service": self})

        def dispatch(_: AthenaResponse, *request: Any) -> Any:
            return api()._dispatch(*request)

        self._dispatch = dispatch
        self._before = vars(AthenaResponse).get("_dispatch")
        AthenaResponse._dispatch = dispatch

    def close(self) -> None:
        if vars(AthenaResponse).get("_dispatch") is self._dispatch:
            if self._before is None:
                del AthenaResponse._dispatch  # BaseResponse has the original
            else:
                AthenaResponse._dispatch = self._before
        super().close()


def install(
    engine: Engine, catalog: Catalog, account_id: str, region: str, who: Who = everybody
) -> AthenaService:
    """Run Athena statements for an account and region on an engine, each with the rights of who asks.

    The engine and the catalog stay the caller's to close, after the service.
    """
    return InstalledAthena(engine, catalog, account_id, region, who)
