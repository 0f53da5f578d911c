"""How fast the emulated AWS takes its time.

Waiting is part of deployed definitions (a Wait state, a retry after 30 seconds) and of AWS itself (a
crawl lasts minutes). Both can be scaled for a test or a demo without touching what is deployed.
"""

from dataclasses import dataclass


@dataclass
class Pace:
    """Real seconds for one second that a state machine waits; least real seconds of a crawl."""

    wait: float = 1.0
    crawl: float = 0.0

    def reset(self) -> None:
        """As at the start."""
        self.wait, self.crawl = 1.0, 0.0


PACE = Pace()
