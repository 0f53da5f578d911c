"""The deployed pipeline's costs: saved queries run in the workgroup, by whoever the credentials are.

What the reader's policy allows is enough.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Self

import boto3
from botocore.exceptions import BotoCoreError, ClientError, ProfileNotFound

from athena.client import run_query
from athena.errors import ExpectedFailure
from costs.bill.question import Answer
from modules.plan import Plan


class NotReachable(ExpectedFailure):
    """`str()` is AWS's message."""


class NothingSealed(ExpectedFailure):
    """`str()` says how to."""


class NoSuchReader(ExpectedFailure):
    """`str()` names those there are."""


def place_of(plan: Plan, reader: str | None) -> tuple[str, str]:
    """Database and workgroup: the environment's, or those of a reader of it. Raises NoSuchReader."""
    names, readers = plan.names, plan.environment.consumers.readers
    if reader is None:
        return names.database, names.workgroup
    if reader not in readers:
        there = f"one of {', '.join(readers)}" if readers else "none"
        raise NoSuchReader(f"--reader {reader}: the environment's consumers.readers has {there}")
    own = not readers[reader].only.everything
    database = names.reader_database(reader) if own else names.database
    return database, names.reader_workgroup(reader)


@dataclass(frozen=True)
class AthenaBill:
    """A database and the workgroup to ask it in; `client` makes one of boto3 in their region."""

    client: Callable[[str], Any]
    database: str
    workgroup: str

    @classmethod
    def of(cls, plan: Plan, profile: str | None, reader: str | None = None) -> Self:
        """An environment's, or what one of its readers sees of it.

        As the credentials of a profile of the AWS configuration. Raises NotReachable, NoSuchReader.
        """
        try:
            session = boto3.Session(profile_name=profile, region_name=plan.names.region)
        except ProfileNotFound as problem:
            raise NotReachable(f"--profile {profile}: {problem}") from None
        return cls(cache(session.client), *place_of(plan, reader))

    @cached_property
    def relations(self) -> frozenset[str]:
        """Tables and views of the database. Raises NotReachable."""
        return frozenset(self._relations)

    @cached_property
    def _relations(self) -> dict[str, str]:
        found = self._pages("get_tables", "TableList")
        return {table["Name"]: table.get("TableType", "") for table in found}

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The sealed ones; where nothing is sealed, those of CUR 2.0 or FOCUS.

        Raises NotReachable, NothingSealed.
        """
        for table in ("daily_costs", "cur2", "focus"):
            if table not in self.relations or self._relations[table] == "VIRTUAL_VIEW":
                continue
            found = self._pages("get_partitions", "Partitions", TableName=table)
            if not found and table == "daily_costs":
                raise NothingSealed(
                    f"{self.database}.daily_costs has no month yet: seal them by the one command"
                    " of docs/runbook.md#seal-months-by-hand"
                )
            return tuple(sorted({partition["Values"][-1] for partition in found}))
        return ()

    def seal(self, table: str, months: Collection[str]) -> None:
        """They are sealed already, by the state machine."""

    def answer(self, sql: str, parameters: Sequence[str] = ()) -> Answer:
        """Raises QueryFailed, NotReachable."""
        try:
            found = run_query(self.client("athena"), sql, self.workgroup, self.database, parameters)
        except (BotoCoreError, ClientError) as problem:
            raise NotReachable(f"Athena can't be asked: {problem}") from None
        return Answer(found.columns, found.rows, found.scanned_bytes)

    def _pages(self, operation: str, key: str, **parameters: str) -> list[Any]:
        try:
            paginator = self.client("glue").get_paginator(operation)
            pages = list(paginator.paginate(DatabaseName=self.database, **parameters))
        except (BotoCoreError, ClientError) as problem:
            raise NotReachable(f"the catalog can't be read: {problem}") from None
        return [item for page in pages for item in page[key]]
