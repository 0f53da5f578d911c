"""A partition has a value for each of its table's keys, or Glue refuses it.

https://docs.aws.amazon.com/glue/latest/webapi/API_CreatePartition.html has the error, its words are
known from https://github.com/apache/hudi/issues/6281. moto keeps whatever it is given.
"""

from typing import Any

from moto.glue.exceptions import InvalidInputException
from moto.glue.models import FakeTable

from emulator.aws.patching import Patch

patch = Patch()
_moto_creates = FakeTable.create_partition
_moto_updates = FakeTable.update_partition


@patch.replaces(FakeTable, "create_partition")
def _create_partition(table: Any, partition: dict[str, Any]) -> None:
    _check(table, "CreatePartition", partition)
    _moto_creates(table, partition)


@patch.replaces(FakeTable, "update_partition")
def _update_partition(table: Any, old_values: Any, partition: dict[str, Any]) -> None:
    _check(table, "UpdatePartition", partition)
    _moto_updates(table, old_values, partition)


def _check(table: Any, operation: str, partition: dict[str, Any]) -> None:
    keys = table.as_dict().get("PartitionKeys", [])
    if len(partition["Values"]) != len(keys):
        raise InvalidInputException(
            operation, "The number of partition keys do not match the number of partition values"
        )
