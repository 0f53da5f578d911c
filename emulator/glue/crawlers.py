"""A started crawler crawls; a crawler can be updated; its last crawl can be asked for.

https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-crawling.html
moto: StartCrawler only sets a state that never ends, ListCrawls ends it by looking, UpdateCrawler
is missing, any definition is accepted. AWS changes no crawler while it runs; nor does this.
"""

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.glue.exceptions import CrawlerRunningException
from moto.glue.models import FakeCrawl, FakeCrawler, GlueBackend
from moto.glue.responses import GlueResponse

from emulator.aws.patching import Patch
from emulator.glue.crawl import start_crawl
from emulator.glue.crawler_checks import check_crawler

patch = Patch()
_moto_creates = GlueResponse.create_crawler
_moto_deletes = GlueBackend.delete_crawler
_moto_describes = FakeCrawler.as_dict
_PROPERTIES = {
    "Role": "role",
    "DatabaseName": "database_name",
    "Description": "description",
    "Targets": "targets",
    "Schedule": "schedule",
    "Classifiers": "classifiers",
    "TablePrefix": "table_prefix",
    "SchemaChangePolicy": "schema_change_policy",
    "RecrawlPolicy": "recrawl_policy",
    "LineageConfiguration": "lineage_configuration",
    "Configuration": "configuration",
    "CrawlerSecurityConfiguration": "crawler_security_configuration",
}
_API_STATUS = {"COMPLETED": "SUCCEEDED", "STOPPED": "CANCELLED", "FAILED": "FAILED"}


@patch.replaces(GlueResponse, "create_crawler")
def _create_crawler(response: Any) -> ActionResult:
    check_crawler(response.current_account, response.parameters)
    return _moto_creates(response)


@patch.replaces(GlueResponse, "update_crawler")
def _update_crawler(response: Any) -> ActionResult:
    parameters = response.parameters
    crawler = response.glue_backend.get_crawler(parameters["Name"])
    _refuse_while_running(crawler, "update")
    current = {key: getattr(crawler, name) for key, name in _PROPERTIES.items()}
    check_crawler(response.current_account, current | parameters)
    for key, name in _PROPERTIES.items():
        if key in parameters:
            setattr(crawler, name, parameters[key])
    crawler.version += 1
    crawler.last_updated = utcnow()
    # The next crawl lists everything again.
    crawler.event_mode_ready = False
    return EmptyResult()


@patch.replaces(GlueBackend, "delete_crawler")
def _delete_crawler(backend: Any, name: str) -> None:
    _refuse_while_running(backend.get_crawler(name), "delete")
    _moto_deletes(backend, name)


@patch.replaces(GlueBackend, "start_crawler")
def _start_crawler(backend: Any, name: str) -> None:
    start_crawl(backend.account_id, backend.region_name, name)


@patch.replaces(FakeCrawl, "advance")
def _advance(crawl: Any) -> None:
    """Looking at a crawl doesn't move it on."""


@patch.replaces(FakeCrawler, "as_dict")
def _as_dict(crawler: Any) -> dict[str, Any]:
    described: dict[str, Any] = _moto_describes(crawler)
    described.pop("LastCrawl", None)
    # Created with an ARN, described by its name with its path: `costs/cid-cur2-crawler-eu-west-1`.
    described["Role"] = crawler.role.partition(":role/")[2] or crawler.role
    ended = [crawl for crawl in crawler.crawls if crawl.end_time is not None]
    if ended:
        last = ended[-1]
        described["LastCrawl"] = {
            "Status": _API_STATUS[last.status],
            "LogGroup": last.log_group,
            "LogStream": last.log_stream,
            "MessagePrefix": last.message_prefix,
            "StartTime": last.start_time,
        }
        if last.report.message:
            described["LastCrawl"]["ErrorMessage"] = last.report.message
    return described


def _refuse_while_running(crawler: Any, verb: str) -> None:
    if crawler.status != "READY":
        raise CrawlerRunningException(f"Cannot {verb} Crawler while running: {crawler.name}")
