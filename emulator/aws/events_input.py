"""What EventBridge hands to a target: the event, a part of it, a constant or a filled template.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
A placeholder inside a JSON string becomes plain text, elsewhere a JSON value; a path that finds
nothing becomes an empty string.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from jsonpath_ng.ext.parser import parse as parse_path
from moto.core.utils import iso_8601_datetime_without_milliseconds, utcfromtimestamp

Event = Mapping[str, Any]
_TOKEN = re.compile(r'\\.|"|<(?P<name>[\w.-]+)>', re.DOTALL)


def target_input(target: Mapping[str, Any], event: Event) -> str:
    """The target's input as JSON text."""
    event = with_readable_time(event)
    if "Input" in target:
        return str(target["Input"])
    if "InputPath" in target:
        return json.dumps(_find(target["InputPath"], event))
    if "InputTransformer" in target:
        transformer = target["InputTransformer"]
        paths = transformer.get("InputPathsMap", {})
        values = {name: _find(path, event) for name, path in paths.items()}
        values["aws.events.event"] = values["aws.events.event.json"] = event
        return _fill(transformer["InputTemplate"], values)
    return json.dumps(event)


def _fill(template: str, values: Mapping[str, Any]) -> str:
    filled, position, in_string = "", 0, False
    for token in _TOKEN.finditer(template):
        filled += template[position : token.start()]
        position = token.end()
        name = token["name"]
        if name is None or name not in values:
            in_string ^= token[0] == '"'
            filled += token[0]
        else:
            filled += _text(values[name]) if in_string else json.dumps(values[name])
    return filled + template[position:]


def _text(value: Any) -> str:
    plain = value if isinstance(value, str) else json.dumps(value)
    return json.dumps(plain)[1:-1]


def _find(path: str, event: Event) -> Any:
    found = parse_path(_quoted(path)).find(event)
    return found[0].value if found else ""


def _quoted(path: str) -> str:
    # `$.detail-type`: EventBridge takes the dash as part of the name, JSONPath as an operator.
    return re.sub(r"\.([A-Za-z_]\w*(?:-\w+)+)", r'."\1"', path)


def with_readable_time(event: Event) -> dict[str, Any]:
    """The event as AWS writes it: moto has the seconds of its time."""
    copy = dict(event)
    if isinstance(copy.get("time"), int | float):
        moment = utcfromtimestamp(float(copy["time"]))
        copy["time"] = iso_8601_datetime_without_milliseconds(moment)
    return copy
