"""Views as Trino gets them from Glue: their texts written for it, as queries are (`dialect.py`).

Trino takes a view's text from the catalog itself. So it asks with a key of its own, and what moto
answers to that key is rewritten; whoever else asks sees what is stored.
"""

import base64
import json
import re
from typing import Any

from moto.core.responses import ActionResult
from moto.glue.responses import GlueResponse

from athena.trino.dialect import ForTrino

KEY = "trino"  # its access key
PRESTO_VIEW = re.compile(r"/\* Presto View: (\S+) \*/")
_moto_gives = GlueResponse.get_table


def rewrite_views() -> None:
    """From now on, in this process; twice does no harm."""
    GlueResponse.get_table = _get_table


def _get_table(response: Any) -> ActionResult:
    found = _moto_gives(response)
    if f"Credential={KEY}/" in response.headers.get("Authorization", ""):
        table = dict(found.result["Table"])
        table["ViewOriginalText"] = for_trino(table.get("ViewOriginalText") or "")
        return ActionResult({"Table": table})
    return found


def for_trino(stored: str) -> str:
    """The text in which Athena keeps a view; anything else as it is."""
    encoded = PRESTO_VIEW.fullmatch(stored.strip())
    if encoded is None:
        return stored
    view = json.loads(base64.b64decode(encoded[1]))
    view["originalSql"] = ForTrino.of(view["originalSql"]).sql
    return f"/* Presto View: {base64.b64encode(json.dumps(view).encode()).decode()} */"
