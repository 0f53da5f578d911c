"""Settings that nobody thought of, made from what the settings say of themselves."""

import inspect
import re
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import AfterValidator, BaseModel

from modules.datasets import DATASETS
from modules.environment import Environment
from modules.themes import FOLDERS
from tests.conftest import Json

Made = st.SearchStrategy[Any]
ALWAYS = ("account_id", "region", "type", "bucket", "organization", "workspace")
NOT_DRAWN = ("imports",)  # paths of constructs, which only synth knows
SAMPLED = {"delete_exports": [dataset.name for dataset in DATASETS], "themes": FOLDERS}
JSON_VALUES: Made = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=4,
)


def plausible() -> st.SearchStrategy[Json]:
    """Each setting left out, or as its own section of the settings allows it."""
    return _section(Environment)


@st.composite
def wild(draw: st.DrawFn) -> Json:
    """The same with some values replaced by anything that JSON has, and keys that nobody knows."""
    made: Json = draw(plausible())
    for _ in range(draw(st.integers(0, 2))):
        place = made
        while nested := [key for key, value in place.items() if isinstance(value, dict)]:
            if draw(st.booleans()):
                break
            place = place[draw(st.sampled_from(nested))]
        key = draw(st.sampled_from([*place, *Environment.model_fields]) | st.text(max_size=12))
        place[key] = draw(JSON_VALUES)
    return made


@st.composite
def _section(draw: st.DrawFn, model: type[BaseModel]) -> Json:
    """One setting in four: all of them never fit together."""
    return {
        name: draw(_field(model, name, field.annotation, field.metadata))
        for name, field in model.model_fields.items()
        if name in ALWAYS or (name not in NOT_DRAWN and draw(st.integers(0, 3)) == 3)
    }


def _field(model: type[BaseModel], name: str, annotation: Any, metadata: list[Any]) -> Made:
    if name == "columns" and (dataset := getattr(model, "dataset", None)):
        names = [column.name for column in dataset.columns]
        return st.none() | st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True)
    if name == "tags":
        words = st.text("aZ9 +-=.:/@_é", min_size=1, max_size=9)
        return st.dictionaries(
            words,
            words,
            max_size=3,
        )
    if name in SAMPLED:
        return st.lists(st.sampled_from(SAMPLED[name]), max_size=1)
    return _value(annotation, metadata)


def _value(annotation: Any, metadata: list[Any]) -> Made:
    rules = {
        name: value
        for validator in metadata
        if isinstance(validator, AfterValidator)
        for name, value in inspect.getclosurevars(validator.func).nonlocals.items()
    }
    arguments = get_args(annotation)
    match get_origin(annotation) or annotation:
        case _ if get_origin(annotation) is Annotated:
            return _value(arguments[0], [*arguments[1:], *metadata])
        case origin if origin in (Union, UnionType):
            return st.one_of(*(_value(one, metadata) for one in arguments))
        case origin if origin is Literal:
            return st.sampled_from(arguments)
        case origin if origin is tuple:
            return st.lists(_value(arguments[0], []), max_size=3)
        case origin if origin is dict:
            return st.dictionaries(_value(arguments[0], []), _value(arguments[1], []), max_size=3)
        case origin if origin is NoneType:
            return st.none()
        case origin if origin is bool:
            return st.booleans()
        case origin if origin is int:
            return st.integers(rules.get("lowest"), rules.get("highest"))
        case origin if inspect.isclass(origin) and issubclass(origin, StrEnum):
            return st.sampled_from([one.value for one in origin])
        case origin if origin is str:
            return _text(rules)
        case section:
            return _section(section)


def _text(rules: Json) -> Made:
    pattern: str | None = rules.get("pattern")
    made = st.text(max_size=20)
    if pattern:
        made = st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True)
    if "table" in rules:
        made = made.map(lambda folder: f"{folder}/{rules['table']}") | st.just(rules["table"])
    return made
