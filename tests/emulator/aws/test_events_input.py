"""What EventBridge hands to a target."""

import json
from typing import Any

import pytest

from emulator.aws.events_input import target_input

EVENT: dict[str, Any] = {
    "id": "1",
    "detail-type": "Object Created",
    "time": 0.0,
    "detail": {"object": {"key": 'cur2/a"b.json', "size": 5}},
}


def transformed(template: str, **paths: str) -> str:
    return target_input(
        {"InputTransformer": {"InputPathsMap": paths, "InputTemplate": template}}, EVENT
    )


def test_a_plain_target_gets_the_event() -> None:
    """Without a transformation the whole event arrives, its time as AWS writes it."""
    received = json.loads(target_input({}, EVENT))
    assert received["detail"] == EVENT["detail"]
    assert received["time"] == "1970-01-01T00:00:00Z"


def test_a_constant_arrives_as_it_is() -> None:
    """Input replaces the event."""
    assert target_input({"Input": '{"a": 1}'}, EVENT) == '{"a": 1}'


def test_a_path_selects_a_part() -> None:
    """InputPath hands over one part of the event."""
    assert json.loads(target_input({"InputPath": "$.detail.object.size"}, EVENT)) == 5


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('{"key":<key>}', {"key": 'cur2/a"b.json'}),
        ('{"key":"<key>"}', {"key": 'cur2/a"b.json'}),
        ('{"text":"at <key>, <size> bytes"}', {"text": 'at cur2/a"b.json, 5 bytes'}),
        ('{"size":<size>}', {"size": 5}),
        ('{"object":<object>}', {"object": EVENT["detail"]["object"]}),
        ('{"kind":<kind>}', {"kind": "Object Created"}),
        ('{"unknown":"<nobody>"}', {"unknown": "<nobody>"}),
        ('"<size> bytes"', "5 bytes"),
    ],
)
def test_a_template_is_filled(template: str, expected: object) -> None:
    """A placeholder becomes a JSON value, or plain text inside a JSON string."""
    text = transformed(
        template,
        key="$.detail.object.key",
        size="$.detail.object.size",
        object="$.detail.object",
        kind="$.detail-type",
    )
    assert json.loads(text) == expected


def test_a_path_that_finds_nothing_is_empty() -> None:
    """A missing value becomes an empty string."""
    assert json.loads(transformed('{"a":<a>}', a="$.detail.nothing")) == {"a": ""}
