"""How hard the tests try that draw their input at random."""

import os

from hypothesis import HealthCheck, settings

TRIES = int(os.environ.get("FUZZ", "0"))


def randomly(few: int) -> settings:
    """`few` inputs, the same every time; `make fuzz` tries as many others as FUZZ says."""
    return settings(
        max_examples=TRIES or few,
        derandomize=not TRIES,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
