"""Bad settings, told in one message: for each, the key path, the value, what is allowed, the fix."""

import difflib
import json
from collections.abc import Iterable, Mapping
from typing import get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails, PydanticCustomError

ROOT = "context.environments"
KINDS = {
    "string_type": ("a text", "put it in quotes"),
    "tuple_type": ("a list", "put it in brackets"),
    "bool_type": ("true or false", "write it without quotes"),
    "int_type": ("a whole number", "write it without quotes or decimals"),
    "dict_type": ("a section in braces", "give each of its settings by name"),
    "model_type": ("a section in braces", "give each of its settings by name"),
}


class SettingsError(Exception):
    """One or more settings are wrong; `str()` lists them all."""

    def __init__(self, source: str, problems: Iterable[str]):
        listed = list(problems)
        count = "1 problem" if len(listed) == 1 else f"{len(listed)} problems"
        super().__init__(f"{source}: {count} in the settings\n\n" + "\n\n".join(listed))


def refuse(allowed: str, fix: str) -> PydanticCustomError:
    """The error a validator raises; pydantic adds the key path and the value."""
    return PydanticCustomError("setting", "{allowed}", {"allowed": allowed, "fix": fix})


def tell(path: str, value: object, allowed: str, fix: str) -> str:
    """One problem as people read it."""
    shown = "(the default)" if isinstance(value, BaseModel) else json.dumps(value, default=str)
    return f"  {path} = {shown}\n    allowed: {allowed}\n    fix: {fix}"


def describe(environment: str, error: ErrorDetails, model: type[BaseModel]) -> str:
    """Put a pydantic error into words."""
    keys = [_shown(str(part)) for part in error["loc"]]
    if keys[0] == "backend" and len(keys) > 2:
        del keys[1]  # pydantic names the chosen kind of backend, which is no key of the file
    if keys[-1] == "[key]":
        del keys[-1]  # so pydantic says that the name itself is wrong
    path = ".".join([ROOT, environment, *keys])
    context = error.get("ctx", {})
    if error["type"] == "setting":
        return tell(path, error["input"], context["allowed"], context["fix"])
    if error["type"] == "extra_forbidden":
        return _unknown_key(path, keys, error["input"], model)
    if error["type"].startswith("union_tag"):
        kinds = get_args(model.model_fields[keys[0]].annotation)
        types = ", ".join(repr(kind.model_fields["type"].default) for kind in kinds)
        return tell(path, error["input"], f"a section whose type is one of {types}", "say its type")
    if error["type"] == "missing":
        return f"  {path} is missing\n    fix: add it; docs and defaults are in docs/settings.md"
    return tell(path, error["input"], *_of_kind(error))


def _of_kind(error: ErrorDetails) -> tuple[str, str]:
    """What is allowed, and the fix, where a value is of another kind in JSON."""
    if error["type"] == "literal_error":
        return error["ctx"]["expected"], "write one of these"
    return KINDS.get(error["type"], (error["msg"], "give a value of that kind"))


def _shown(key: str) -> str:
    return key if key.isprintable() and " " not in key and key else json.dumps(key)


def _unknown_key(path: str, keys: list[str], value: object, model: type[BaseModel]) -> str:
    known = _settings_of(model, keys[:-1])
    close = difflib.get_close_matches(keys[-1], known, n=1)
    fix = f"did you mean {close[0]!r}?" if close else "remove it, or correct its spelling"
    return tell(path, value, "no such setting; here: " + ", ".join(known), fix)


def _settings_of(model: type[BaseModel], keys: list[str]) -> list[str]:
    """The names that a section of the settings knows."""
    walked = iter(keys)
    for key in walked:
        annotation = model.model_fields[key].annotation
        if get_origin(annotation) is dict:
            next(walked)  # a name that the file gives
            annotation = get_args(annotation)[1]
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            model = annotation
        else:
            kinds = getattr(annotation, "__args__", ())
            return sorted({name for kind in kinds for name in kind.model_fields})
    return list(model.model_fields)


def shared_prefixes(environment: str, prefixes: Mapping[str, str]) -> list[str]:
    """Two exports below one prefix would be one table to a crawler; bucket rules may not overlap."""
    problems = []
    names = sorted(prefixes)
    for position, name in enumerate(names):
        for other in names[position + 1 :]:
            mine, theirs = f"{prefixes[name]}/", f"{prefixes[other]}/"
            if mine.startswith(theirs) or theirs.startswith(mine):
                path = f"{ROOT}.{environment}.exports.{other}.prefix"
                allowed = f"a prefix outside of exports.{name}.prefix ({prefixes[name]!r})"
                problems.append(tell(path, prefixes[other], allowed, "give each export its own"))
    return problems


def unknown_environment(source: str, reason: str) -> SettingsError:
    """The file itself can't be used."""
    return SettingsError(source, [f"  {reason}"])
