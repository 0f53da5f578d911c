"""A partition has a value for each of its table's keys."""

import pytest
from botocore.exceptions import ClientError

from emulator.aws import glue_partition_values
from emulator.cloud.cloud import Cloud

PLACE = {"DatabaseName": "d", "TableName": "t"}


def add_table(cloud: Cloud) -> None:
    glue = cloud.client("glue")
    glue.create_database(DatabaseInput={"Name": "d"})
    keys = [{"Name": name, "Type": "string"} for name in ("year", "month")]
    glue.create_table(DatabaseName="d", TableInput={"Name": "t", "PartitionKeys": keys})


def test_a_value_too_few_is_refused(cloud: Cloud) -> None:
    """When it is added, and when it is changed."""
    add_table(cloud)
    glue = cloud.client("glue")
    too_few = {"Values": ["2026"]}
    with pytest.raises(ClientError, match=r"InvalidInputException.*partition keys do not match"):
        glue.create_partition(**PLACE, PartitionInput=too_few)
    glue.create_partition(**PLACE, PartitionInput={"Values": ["2026", "1"]})
    with pytest.raises(ClientError, match=r"InvalidInputException.*partition keys do not match"):
        glue.update_partition(**PLACE, PartitionValueList=["2026", "1"], PartitionInput=too_few)


def test_moto_alone_takes_it(cloud: Cloud) -> None:
    """moto keeps it; else this patch can go."""
    add_table(cloud)
    with glue_partition_values.patch.taken_off():
        cloud.client("glue").create_partition(**PLACE, PartitionInput={"Values": ["2026"]})
