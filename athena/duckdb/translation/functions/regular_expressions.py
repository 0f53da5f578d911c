"""Java's regular expressions (Trino's) as RE2's (DuckDB's).

The two agree on the common ground. What RE2 lacks (lookaround, backreferences, possessive repetition) is
refused, and so is a group that may take no part in a match: DuckDB shows it empty, Trino NULL.
"""

import re
import warnings
from collections.abc import Sequence

from athena.duckdb.translation.typed import Typed
from athena.errors import SqlError, unsupported
from athena.quoting import text

FOREIGN = re.compile(
    r"(?<!\\)(?:\\\\)*(?:\(\?(?:[=!]|<[=!]|>)|\\[1-9kGZXRhHvVbBpPQEz]|[*+?}]\+)|&&|\[[^\]\\]*\[|\[:"
)
SAMPLE = "Ab 1,"  # a word, a blank, a digit, a mark
NAMED = re.compile(r"\(\?<(\w+)>")


def regexp(name: str, arguments: Sequence[Typed], literals: Sequence[str | None]) -> str:
    """The DuckDB call of one of Trino's regexp functions."""
    pattern = _translated(literals[1] or "")
    if name not in ("regexp_like", "regexp_extract") and _matches_nothing(pattern):
        raise unsupported(f"{name} with '{pattern}', which matches the empty text")
    value, quoted = arguments[0].sql, text(pattern)
    match name:
        case "regexp_like":
            return f"regexp_matches({value}, {quoted})"
        case "regexp_count":
            return f"CAST(len(regexp_extract_all({value}, {quoted})) AS BIGINT)"
        case "regexp_split":
            return f"string_split_regex({value}, {quoted})"
        case "regexp_replace":
            return _replace(value, literals, pattern)
    group = _group(arguments[2].digits, pattern) if len(arguments) == 3 else 0
    if name == "regexp_extract_all":
        return f"regexp_extract_all({value}, {quoted}, {group})"
    found = f"regexp_extract({value}, {quoted}, {group})"
    return f"CASE WHEN regexp_matches({value}, {quoted}) THEN {found} END"


def _matches_nothing(pattern: str) -> bool:
    """Java and RE2 go on differently after a match of no characters."""
    return any(not found[0] for found in re.finditer(pattern, SAMPLE))


def _translated(pattern: str) -> str:
    if FOREIGN.search(pattern):
        raise unsupported(f"the regular expression '{pattern}'")
    found = NAMED.sub(r"(?P<\1>", pattern)
    try:
        with warnings.catch_warnings(action="error"):
            re.compile(found)
    except (re.error, RecursionError, FutureWarning):
        raise unsupported(f"the regular expression '{pattern}'") from None
    return found


def _group(digits: str, pattern: str) -> int:
    if not digits.isdecimal():
        raise unsupported("a group number that is no literal")
    group = int(digits)
    count = re.compile(pattern).groups
    if group > count:
        what = f"Pattern has {count} groups. Cannot access group {group}"
        raise SqlError("INVALID_FUNCTION_ARGUMENT", what)
    if group in _optional_groups(pattern):
        raise unsupported(f"group {group} of '{pattern}', which may take no part in a match")
    return group


def _optional_groups(pattern: str) -> set[int]:
    """Groups that a match may leave out: in an alternative, or in something repeated zero times."""
    bare = re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]", "x", pattern)
    optional: set[int] = set()
    opened: list[set[int]] = [set()]  # the groups at and below each open parenthesis
    alternatives = [False]
    count = 0
    for place, character in enumerate(bare):
        if character == "(":
            captures = bare[place + 1 : place + 2] != "?" or bare.startswith("(?P<", place)
            count += captures
            opened.append({count} if captures else set())
            alternatives.append(False)
        elif character == "|":
            alternatives[-1] = True
        elif character == ")":
            groups, split = opened.pop(), alternatives.pop()
            own = {min(groups)} if groups and split else set()
            optional |= groups - own if split else set()
            if re.match(r"[?*]|\{0", bare[place + 1 :]):
                optional |= groups
            opened[-1] |= groups
    return optional | (opened[0] if alternatives[0] else set())


def _replace(value: str, literals: Sequence[str | None], pattern: str) -> str:
    replacement = ""
    if len(literals) == 3:
        if literals[2] is None:
            raise unsupported("a replacement that is no string literal")
        names = dict(re.compile(pattern).groupindex)
        replacement = _replacement(literals[2], names)
    return f"regexp_replace({value}, {text(pattern)}, {text(replacement)}, 'g')"


def _replacement(value: str, names: dict[str, int]) -> str:
    """`$2/${year}` → `\\2/\\1`; a backslash makes the next character plain."""

    if re.search(r"(?<!\\)(?:\\\\)*\$(?!\d|\{\w+\})", value):
        raise SqlError("INVALID_FUNCTION_ARGUMENT", f"Illegal replacement sequence: {value}")

    def piece(match: re.Match[str]) -> str:
        number, name, plain = match.groups()
        if number:
            return f"\\{number}"
        if name:
            return f"\\{names[name]}"
        return "\\\\" if plain == "\\" else plain

    return re.sub(r"\$(\d)|\$\{(\w+)\}|\\(.)", piece, value)
