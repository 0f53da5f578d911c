"""Glue's exclude patterns, relative to the target's path.

`*` stays within a folder, `**` crosses folders, `?` is one character, `[a-z]` a class, `{a,b}` a
choice.
https://docs.aws.amazon.com/glue/latest/dg/define-crawler-choose-data-sources.html
"""

import re
from functools import cache

_TOKENS = re.compile(r"\*\*|\*|\?|\[!?[^\]]+\]|\{|\}|,|\\.|.", re.DOTALL)
_FIXED = {"**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")"}


def excluded(path: str, patterns: tuple[str, ...]) -> bool:
    """Does any pattern match the path (an object's key below the target)?"""
    return any(_regex(pattern).fullmatch(path) for pattern in patterns)


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    parts, depth = [], 0
    for token in _TOKENS.findall(pattern):
        depth += (token == "{") - (token == "}")
        if token in _FIXED:
            parts.append(_FIXED[token])
        elif token == "," and depth:
            parts.append("|")
        elif token.startswith("[") and len(token) > 1:
            parts.append(f"[^{token[2:]}" if token.startswith("[!") else token)
        else:
            parts.append(re.escape(token.removeprefix("\\") or token))
    return re.compile("".join(parts), re.DOTALL)
