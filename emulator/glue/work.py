"""One crawl's work: look at folders, bring the table in line, and in event mode settle the queue."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from emulator.aws.roles import Role
from emulator.glue.catalog import Catalog
from emulator.glue.events import EventMessage, EventQueue
from emulator.glue.folders import list_folder, list_target
from emulator.glue.report import CrawlReport
from emulator.glue.storage import Storage
from emulator.glue.table import TableUpdate
from emulator.glue.target import CrawlTarget


class Stopped(Exception):
    """StopCrawler was called."""


@dataclass(frozen=True)
class CrawlWork:
    """The role does everything, so all of it may raise AccessDenied.

    `checkpoint` is called when all is read and nothing changed yet; it may wait, or raise Stopped.
    """

    crawler: str
    role: Role
    region: str
    target: CrawlTarget
    checkpoint: Callable[[], None]

    def crawl_listing(self) -> CrawlReport:
        """List the whole target. The queue is left to the next crawl, as AWS leaves it."""
        update = self._update()
        folders = list_target(self._storage(), self.target)
        if self.target.recrawl_behavior == "CRAWL_NEW_FOLDERS_ONLY":
            folders = update.without_known(folders)
        self.checkpoint()
        update.apply([*folders, *update.vanished(folders)])
        return update.report("listing", folders)

    def crawl_events(self) -> CrawlReport:
        """Look only at the folders that the queue's messages name, and settle the messages."""
        assert self.target.queue_arn is not None
        queue = EventQueue(self.role, self.target.queue_arn)
        messages = queue.drain()
        try:
            update, folders = self._update(), []
            for path in sorted({path for message in messages for path in self._folders(message)}):
                folders.append(list_folder(self._storage(), self.target, path))
            self.checkpoint()
            update.apply(folders)
            failed = {folder.path for folder in folders if folder.problems}
            left = [message for message in messages if failed & self._folders(message)]
            done = [message for message in messages if not failed & self._folders(message)]
            queue.delete(done)
        except BaseException:
            queue.release(messages)
            raise
        queue.release(left)
        return replace(
            update.report("events", folders), messages_deleted=len(done), messages_left=len(left)
        )

    def _folders(self, message: EventMessage) -> set[str]:
        # None for S3's test event and for objects beside the target: those messages just go.
        return {
            key[: key.rfind("/") + 1]
            for bucket, key in message.objects
            if self.target.covers(bucket, key)
        }

    def _storage(self) -> Storage:
        return Storage(self.role, self.target.bucket)

    def _update(self) -> TableUpdate:
        catalog = Catalog(self.role, self.region, self.target.database)
        return TableUpdate(catalog, self.target, self.crawler)
