"""State transitions come out of a bucket; who finds it empty waits, and CloudWatch is told.

https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html#service-limits-api-state-throttling
moto enters states as fast as it can. An account has a bucket a region, refilled each second; a throttled
transition is tried again by AWS, so that an execution is late and not lost. Counted as
ExecutionThrottled of its machine. Not played: the buckets of API actions.
"""

import time
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from moto.stepfunctions.parser.asl.component.state.state import CommonStateField
from moto.utilities.arns import parse_arn

from emulator.aws import cloudwatch_metrics
from emulator.aws.pace import PACE
from emulator.aws.patching import Patch

patch = Patch()
_moto_evaluates: Any = CommonStateField._eval_body


@dataclass
class Transitions:
    """What one account may: `size` at once, `refill` more each second. AWS's smaller quota."""

    size: float = 800
    refill: float = 500
    left: float = field(init=False, default=800)
    _since: float = field(init=False, default_factory=time.monotonic)
    _lock: Lock = field(init=False, default_factory=Lock)

    def limit(self, size: float, refill: float) -> None:
        """From now on, and full."""
        self.size, self.refill, self.left = size, refill, size

    def take(self) -> bool:
        """One, if there is one."""
        with self._lock:
            now = time.monotonic()
            grown = self.left + (now - self._since) / PACE.wait * self.refill
            self.left, self._since = min(self.size, grown), now
            if self.left < 1:
                return False
            self.left -= 1
            return True


TRANSITIONS = Transitions()


@patch.replaces(CommonStateField, "_eval_body")
def _when_there_is_room(state: Any, env: Any) -> None:
    told = False
    while not TRANSITIONS.take() and env.is_running():
        if not told:
            _tell(str(env.states.context_object.context_object_data["StateMachine"]["Id"]))
            told = True
        time.sleep(PACE.wait / TRANSITIONS.refill)
    _moto_evaluates(state, env)


def _tell(machine_arn: str) -> None:
    place = parse_arn(machine_arn)
    cloudwatch_metrics.count(
        place.account,
        place.region,
        "AWS/States",
        "ExecutionThrottled",
        StateMachineArn=machine_arn,
    )
