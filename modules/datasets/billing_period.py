"""The months that AWS bills."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class BillingPeriod:
    """One calendar month of a bill. `str()` gives AWS's own spelling, `2018-10`."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "BillingPeriod":
        """Read `YYYY-MM`; raises ValueError for anything else."""
        found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text)
        if not found:
            raise ValueError(f"{text!r} is not a billing period; write it as YYYY-MM")
        return cls(int(found[1]), int(found[2]))

    @property
    def next(self) -> "BillingPeriod":
        """The month after this one."""
        carry, month = divmod(self.month, 12)
        return BillingPeriod(self.year + carry, month + 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"
