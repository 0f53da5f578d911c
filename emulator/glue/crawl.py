"""The work of a Glue crawler, done with its role, on the emulated S3, SQS and catalog.

The first crawl, and the one after an update, lists the whole target; in event mode later ones read
the queue and list only the folders it names. A message goes when its folder was crawled. A folder
with an object that isn't Parquet is left as it is and so are its messages: after three receipts
they reach the dead-letter queue.
https://docs.aws.amazon.com/glue/latest/dg/crawler-s3-event-notifications.html Absent: classifiers,
sampling, several tables in one target, formats other than Parquet.
"""

import logging
import threading
import time
from datetime import UTC, datetime
from typing import Any

from moto.glue.exceptions import CrawlerRunningException, EntityNotFoundException
from moto.glue.models import FakeCrawl, glue_backends

from emulator.aws.pace import PACE
from emulator.aws.roles import AccessDenied, Role
from emulator.glue import state_change
from emulator.glue.log import CrawlLog
from emulator.glue.report import CrawlReport, Mode
from emulator.glue.target import CrawlTarget, UnsupportedCrawler
from emulator.glue.work import CrawlWork, Stopped

log = logging.getLogger(__name__)
_starting = threading.Lock()
_threads: set[threading.Thread] = set()


def run_crawl(account_id: str, region: str, crawler_name: str) -> CrawlReport:
    """Crawl and wait for the end. Raises moto's CrawlerRunningException and EntityNotFoundException."""
    crawler = glue_backends[account_id][region].get_crawler(crawler_name)
    return _Crawl(crawler, account_id, region).run()


def start_crawl(account_id: str, region: str, crawler_name: str) -> None:
    """What StartCrawler does: the same, in a thread, with the crawler RUNNING meanwhile."""
    crawler = glue_backends[account_id][region].get_crawler(crawler_name)
    crawl = _Crawl(crawler, account_id, region)
    thread = threading.Thread(target=crawl.run, name=f"crawl of {crawler_name}", daemon=True)
    _threads.add(thread)
    thread.start()


def crawl_history(account_id: str, region: str, crawler_name: str) -> list[CrawlReport]:
    """The reports of a crawler's finished crawls, oldest first."""
    crawler = glue_backends[account_id][region].get_crawler(crawler_name)
    return [crawl.report for crawl in crawler.crawls if getattr(crawl, "report", None)]


def wait_until_idle(seconds: float = 60) -> None:
    """Wait until no crawl runs. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    for thread in list(_threads):
        thread.join(max(0.0, deadline - time.monotonic()))
        if thread.is_alive():
            raise TimeoutError(f"{thread.name} still runs after {seconds} seconds")
        _threads.discard(thread)


class _Crawl:
    """One crawl of one crawler, RUNNING from the moment it is made."""

    def __init__(self, crawler: Any, account_id: str, region: str) -> None:
        with _starting:
            if crawler.status != "READY":
                raise CrawlerRunningException(
                    f"Crawler with name {crawler.name} has already started"
                )
            self._state = FakeCrawl(crawler.name)
            crawler.crawls.append(self._state)
        self._crawler = crawler
        self._account_id = account_id
        self._region = region
        self._role = Role(account_id, crawler.role)
        self._mode: Mode = "events" if getattr(crawler, "event_mode_ready", False) else "listing"

    def run(self) -> CrawlReport:
        status = "COMPLETED"
        try:
            report = self._work()
        except Stopped:
            report, status = CrawlReport(self._mode, error="stopped"), "STOPPED"
        except (AccessDenied, UnsupportedCrawler, EntityNotFoundException, KeyError) as error:
            report, status = CrawlReport(self._mode, error=str(error)), "FAILED"
        except Exception as error:
            log.exception("crawl of %s", self._crawler.name)
            report = CrawlReport(self._mode, error=f"Internal Service Exception: {error!r}")
            status = "FAILED"
        self._state.report = report
        self._state.end_time = datetime.now(UTC)
        self._state.status = status
        state_change.tell(self._account_id, self._region, self._crawler.name, status, report)
        return report

    def _work(self) -> CrawlReport:
        if not self._role.assumable_by("glue.amazonaws.com", {}):
            raise AccessDenied(f"{self._role.arn} can't be assumed by glue.amazonaws.com")
        target = CrawlTarget.of(self._crawler)
        lines = CrawlLog(self._role, self._region, self._crawler.name, self._state.crawl_id)
        work = CrawlWork(self._crawler.name, self._role, self._region, target, self._checkpoint)
        if self._mode == "events":
            lines.write("INFO", "The crawl is running by consuming Amazon S3 events.")
            report = work.crawl_events()
        else:
            lines.write("INFO", "Crawl is not running in S3 event mode.")
            report = work.crawl_listing()
        for uri, reason in report.objects_unreadable:
            lines.write("ERROR", f"{uri}: {reason}")
        lines.write("BENCHMARK", f"Finished; {len(report.partitions_added)} partitions added")
        self._crawler.event_mode_ready = target.recrawl_behavior == "CRAWL_EVENT_MODE"
        return report

    def _checkpoint(self) -> None:
        began = time.monotonic()
        while self._state.status != "STOPPING" and time.monotonic() - began < PACE.crawl:
            time.sleep(0.01)
        if self._state.status == "STOPPING":
            raise Stopped
