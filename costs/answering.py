"""A bill that answers SQL, wherever it lies: in a folder of this machine, or deployed."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import typer

from costs.bill.opened import opened
from costs.bill.question import Answer
from costs.options import progress
from emulator.cloud.engine_name import EngineName
from emulator.environment import Emulated

if TYPE_CHECKING:
    from emulator.bills.intake.outcome import Intake


class Bill(Protocol):
    """Its tables and views are those of an environment."""

    @property
    def database(self) -> str:
        """Where they are."""

    @property
    def months(self) -> Sequence[str]:
        """Billing periods that `costs` has, in order."""

    @property
    def relations(self) -> Collection[str]:
        """Tables and views that can be asked."""

    def seal(self, table: str, months: Collection[str]) -> None:
        """The table will be asked often, about these months and no others."""

    def answer(self, sql: str, parameters: Sequence[str] = ()) -> Answer:
        """Raises ExpectedFailure."""


@contextmanager
def in_folder(
    data: Path | None, emulated: Emulated, engine: EngineName
) -> Iterator[tuple[Bill, "Intake | None"]]:
    """With what was read of the folder; what was not is told."""
    with opened(data, emulated, engine, progress) as bill:
        for problem in bill.intake.problems:
            typer.echo(str(problem), err=True)
        yield bill, bill.intake


@contextmanager
def deployed(
    emulated: Emulated, profile: str | None, reader: str | None
) -> Iterator[tuple[Bill, "Intake | None"]]:
    """Nothing is read here; Athena reads, in the workgroup of `reader` if there is one."""
    from costs.deployed.athena_bill import AthenaBill  # loads boto3

    yield AthenaBill.of(emulated.plan, profile, reader), None
