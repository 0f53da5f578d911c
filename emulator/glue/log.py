"""The crawler's log, where Glue writes it: group `/aws-glue/crawlers`, one stream a crawler."""

from contextlib import suppress
from typing import Any

from moto.core.utils import unix_time_millis
from moto.logs.exceptions import ResourceAlreadyExistsException
from moto.logs.models import logs_backends

from emulator.aws.roles import Role

GROUP = "/aws-glue/crawlers"


class CrawlLog:
    """Lines of one crawl, written with the crawler's role. Opening it may raise AccessDenied."""

    def __init__(self, role: Role, region: str, crawler: str, crawl_id: str) -> None:
        self._logs: Any = logs_backends[role.account_id][region]
        self._stream, self._crawl_id = crawler, crawl_id
        group = f"arn:aws:logs:{region}:{role.account_id}:log-group:{GROUP}"
        role.require("logs:CreateLogGroup", group)
        role.require("logs:CreateLogStream", f"{group}:log-stream:{crawler}")
        role.require("logs:PutLogEvents", f"{group}:log-stream:{crawler}")
        with suppress(ResourceAlreadyExistsException):
            self._logs.create_log_group(GROUP, {})
        with suppress(ResourceAlreadyExistsException):
            self._logs.create_log_stream(GROUP, crawler)

    def write(self, level: str, text: str) -> None:
        """One line; `level` is Glue's INFO, WARN, ERROR or BENCHMARK."""
        line = f"[{self._crawl_id}] {level} : {text}"
        event = {"timestamp": int(unix_time_millis()), "message": line}
        self._logs.put_log_events(GROUP, self._stream, [event])
