"""Do the column lists of `modules/datasets/columns/` still say what AWS exports?

AWS tells it with GetTable, in us-east-1 only. Asked with every flag on that brings columns, and none
that takes some away. How AWS spells types there isn't documented: known spellings are compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from modules.datasets import DATASETS, Column, DataExportsDataset

SPELLINGS = {"timestamp_milliseconds": "timestamp", "integer": "int", "varchar": "string"}


@dataclass(frozen=True)
class Difference:
    """One column that AWS and a list disagree about; None: it isn't there."""

    dataset: DataExportsDataset
    column: str
    ours: str | None
    aws: str | None

    def __str__(self) -> str:
        file = f"modules/datasets/columns/{self.dataset.name}.json"
        if self.ours is None:
            return f"{self.dataset.exports_table}: {self.column} {self.aws} is missing in {file}"
        if self.aws is None:
            return f"{self.dataset.exports_table}: {self.column} of {file} is not in AWS's table"
        return f"{self.dataset.exports_table}: {self.column} is {self.aws} in AWS, {self.ours} in {file}"


def differences(client: Any) -> Iterator[Difference]:
    """All of every described table, in its order. Raises botocore's errors."""
    for dataset in DATASETS:
        if isinstance(dataset, DataExportsDataset):
            yield from _differences(dataset, client)


def not_described(client: Any) -> list[str]:
    """Tables that AWS exports and no dataset describes."""
    described = {d.exports_table for d in DATASETS if isinstance(d, DataExportsDataset)}
    pages = client.get_paginator("list_tables").paginate()
    return sorted({t["TableName"] for page in pages for t in page["Tables"]} - described)


def _differences(dataset: DataExportsDataset, client: Any) -> Iterator[Difference]:
    flags = {c.needs: "TRUE" for c in dataset.columns if c.needs}
    answer = client.get_table(TableName=dataset.exports_table, TableProperties=flags)
    aws = {column["Name"]: _spelled(column["Type"]) for column in answer["Schema"]}
    ours = {column.name: column for column in dataset.columns}
    for name, column in ours.items():
        if name not in aws and not column.optional:
            yield Difference(dataset, name, column.type, None)
        elif name in aws and not _same(column, aws[name]):
            yield Difference(dataset, name, column.type, aws[name])
    for name in aws.keys() - ours.keys():
        yield Difference(dataset, name, None, aws[name])


def _spelled(type_: str) -> str:
    text = type_.lower().replace(" ", "")
    return SPELLINGS.get(text, text)


def _same(column: Column, type_: str) -> bool:
    return column.type == type_ or (type_ == "map" and column.type.startswith("map<"))
