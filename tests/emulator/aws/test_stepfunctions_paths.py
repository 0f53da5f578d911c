"""What a path leads to: a value, or a list of values."""

import json
from typing import Any

import pytest

from emulator.aws import stepfunctions_paths
from emulator.cloud.cloud import Cloud
from tests.emulator.aws.machines import add_machine, run

GIVEN = {"files": [{"name": "a", "parts": [1]}, {"name": "b", "parts": [2]}]}


def found(cloud: Cloud, path: str) -> Any:
    read = {"Type": "Pass", "Parameters": {"found.$": path}, "End": True}
    machine = add_machine(cloud, {"StartAt": "Read", "States": {"Read": read}})
    return json.loads(run(cloud, machine, given=GIVEN)["output"])["found"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("$.files[1].name", "b"),
        ("$.files[1].parts", [2]),
        ("$.files[0]", GIVEN["files"][0]),
        ("$.files[*].name", ["a", "b"]),
        ("$.files[0:1].name", ["a"]),
    ],
)
def test_only_a_path_that_may_lead_to_several_is_a_list(
    cloud: Cloud, path: str, expected: object
) -> None:
    """However many they are."""
    assert found(cloud, path) == expected


def test_moto_alone_makes_a_list_of_one(cloud: Cloud) -> None:
    """Else this patch can go."""
    with stepfunctions_paths.patch.taken_off():
        assert found(cloud, "$.files[1].name") == ["b"]
