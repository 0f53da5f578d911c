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
from modules.naming import Names


class NotReachable(ExpectedFailure):
    """`str()` is AWS's message."""


class NothingSealed(ExpectedFailure):
    """`str()` says how to."""


@dataclass(frozen=True)
class AthenaBill:
    """An environment's database and workgroup; `client` makes one of boto3 in its region."""

    client: Callable[[str], Any]
    names: Names

    @classmethod
    def of(cls, names: Names, profile: str | None) -> Self:
        """As the credentials of a profile of the AWS configuration. Raises NotReachable."""
        try:
            session = boto3.Session(profile_name=profile, region_name=names.region)
        except ProfileNotFound as problem:
            raise NotReachable(f"--profile {profile}: {problem}") from None
        return cls(cache(session.client), names)

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
                    f"{self.names.database}.daily_costs has no month yet: seal them by the one command"
                    " of docs/runbook.md#seal-months-by-hand"
                )
            return tuple(sorted({partition["Values"][-1] for partition in found}))
        return ()

    def seal(self, table: str, months: Collection[str]) -> None:
        """They are sealed already, by the state machine."""

    def answer(self, sql: str, parameters: Sequence[str] = ()) -> Answer:
        """Raises QueryFailed, NotReachable."""
        workgroup, database = self.names.workgroup, self.names.database
        try:
            found = run_query(self.client("athena"), sql, workgroup, database, parameters)
        except (BotoCoreError, ClientError) as problem:
            raise NotReachable(f"Athena can't be asked: {problem}") from None
        return Answer(found.columns, found.rows, found.scanned_bytes)

    def _pages(self, operation: str, key: str, **parameters: str) -> list[Any]:
        try:
            paginator = self.client("glue").get_paginator(operation)
            pages = list(paginator.paginate(DatabaseName=self.names.database, **parameters))
        except (BotoCoreError, ClientError) as problem:
            raise NotReachable(f"the catalog can't be read: {problem}") from None
        return [item for page in pages for item in page[key]]
