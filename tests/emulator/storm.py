"""Overwrites, seals and queries at once: what do readers see of a month meanwhile?"""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Lock

from modules.sealed import TABLES
from tests.emulator.sealing import MONTH, Sealing, items

FILES = 6  # of each delivery: while they are written, the raw month is a mix
PAUSES = (0.1, 0.3, 0.5)  # seconds a file, so that seals meet every part of a delivery
READERS = 2
TOTAL = "SELECT sum(unblended_cost) FROM {} WHERE billing_period = '{}'"


@dataclass
class Storm:
    """`totals` were delivered, `seen` are the answers of sealed tables, `seen_raw` those of `costs`."""

    totals: list[float]
    seen: Counter[float] = field(default_factory=Counter)
    seen_raw: Counter[float] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    @property
    def queries(self) -> int:
        return self.seen.total()

    @property
    def mixes(self) -> int:
        """Answers of sealed tables that are no delivery's total."""
        return sum(count for total, count in self.seen.items() if total not in self.totals)

    @property
    def raw_mixes(self) -> int:
        """The same of raw ones."""
        return sum(count for total, count in self.seen_raw.items() if total not in self.totals)


def storm(sealing: Sealing, overwrites: int, queries: int) -> Storm:
    """At least so many queries; every second overwrite overtakes the seal of the one before it."""
    costs = [float(2**n) for n in range(overwrites + 1)]
    found = Storm([items(cost).num_rows * FILES * cost for cost in costs])
    sealing.deliver(*[items(costs[0])] * FILES)
    sealing.seal()
    over = Event()
    with ThreadPoolExecutor(READERS) as readers:
        reading = [readers.submit(_read, sealing, found, over, n) for n in range(READERS)]
        try:
            for number, cost in enumerate(costs[1:], start=1):
                sealing.deliver(*[items(cost)] * FILES, pause=PAUSES[number // 2 % 3])
                sealing.start()
                if number % 2:
                    continue  # the next one overtakes its seal
                sealing.cloud.wait_until_idle()
                while found.queries < number * queries / overwrites and not any(
                    r.done() for r in reading
                ):
                    time.sleep(0.01)
            sealing.cloud.wait_until_idle()
            sealing.seal()
        finally:
            over.set()
        for reader in reading:
            reader.result()
    return found


def _read(sealing: Sealing, found: Storm, over: Event, number: int) -> None:
    """One sealed table a reader, and the raw month now and then."""
    while not over.is_set():
        sealed = _total(sealing, TABLES[number % len(TABLES)])
        with found.lock:
            found.seen[sealed] += 1
        if found.queries % 3 == 0:
            raw = _total(sealing, "costs")
            with found.lock:
                found.seen_raw[raw] += 1


def _total(sealing: Sealing, relation: str) -> float:
    """0 where nothing is."""
    return float(sealing.ask(TOTAL.format(relation, MONTH))[0][0] or 0)
