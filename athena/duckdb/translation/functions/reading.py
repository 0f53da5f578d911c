"""Signatures as functions.txt writes them, much as Trino does.

`element_at(map(K,V), K) K, V`: after the parameters come the type variables; names inside a concrete
type's parentheses (`decimal(p,s)`) stand for numbers. Case does not matter. A variable over a named set
of types stands for an overload with each of them: `abs(n) N:number -> n = abs($1)`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from athena.duckdb.translation.functions.signatures import Pattern, Signature

TypeSets = Mapping[str, Sequence[str]]
_LINE = re.compile(
    r"(?P<names>[\w|]+)(?P<parameters>\(.*?\))(?: (?P<variables>[^()]*?))?"
    r" -> (?P<returns>.+?)(?: = (?P<sql>.+))?"
)


def parse_signatures(line: str, sets: TypeSets) -> Iterator[tuple[str, Signature]]:
    """Names and overloads of a line: `name|other(parameters) variables -> result = template`."""
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValueError(f"{line!r} is no signature")
    for parameters, variables, returns in _each_type(
        found["parameters"], found["variables"] or "", found["returns"], sets
    ):
        for name in found["names"].split("|"):
            display = f"{name}{parameters}{variables and ' '}{variables}"
            yield name, _signature(display, parameters, variables, returns, found["sql"])


def _each_type(
    parameters: str, variables: str, returns: str, sets: TypeSets
) -> Iterator[tuple[str, str, str]]:
    """As it is, or with each type of a set that its variable stands for."""
    variable, _, need = variables.partition(":")
    if need not in sets:
        yield parameters, variables, returns
        return
    name = re.compile(rf"\b{variable.lower()}\b")
    for type_ in sets[need]:
        yield name.sub(type_, parameters), "", name.sub(type_, returns)


def _signature(
    display: str, parameters: str, variables: str, returns: str, sql: str | None
) -> Signature:
    needs = dict(part.strip().lower().partition(":")[::2] for part in variables.split(","))
    patterns = tuple(_pattern(part, needs) for part in parts_of(parameters[1:-1]) if part)
    return Signature(display, patterns, needs, _pattern(returns, needs), sql)


def parts_of(text: str) -> list[str]:
    """What stands between the commas that are in no parentheses."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def _pattern(text: str, variables: Mapping[str, str]) -> Pattern:
    text = text.lower().strip()
    if text in variables:
        return Pattern(text, variable=True)
    found = re.fullmatch(r"(\w[\w ]*?)\((.*)\)( with time zone)?", text)
    if found is None:
        return Pattern(text)
    base, inside = found[1] + (found[3] or ""), parts_of(found[2])
    if base in ("array", "map", "row", "function"):
        return Pattern(base, of=tuple(_pattern(part, variables) for part in inside))
    return Pattern(base, sizes=tuple(inside))
