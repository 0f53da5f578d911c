"""The rule of a composite alarm, as an expression over the states of others.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
"""

import re
from collections.abc import Callable, Iterator

TOKEN = re.compile(
    r'\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*"?([^")]+?)"?\s*\)|(AND|OR|NOT|TRUE|FALSE|[()]))'
)


class RuleNotUnderstood(Exception):
    """AWS would have refused it."""


def holds(rule: str, state_of: Callable[[str], str]) -> bool:
    """Is it true, of alarms by name or ARN? NOT binds closest, then AND, then OR."""
    tokens = list(_tokens(rule, state_of))
    value = _either(tokens)
    if tokens:
        raise RuleNotUnderstood(f"{rule}: {tokens[0]}")
    return value


def _tokens(rule: str, state_of: Callable[[str], str]) -> Iterator[str]:
    at = 0
    while rule[at:].strip():
        found = TOKEN.match(rule, at)
        if found is None:
            raise RuleNotUnderstood(rule[at:])
        state, name, word = found.groups()
        yield word or str(state_of(name.rpartition(":alarm:")[2]) == state).upper()
        at = found.end()


def _either(tokens: list[str]) -> bool:
    value = _both(tokens)
    while tokens and tokens[0] == "OR":
        tokens.pop(0)
        value = _both(tokens) or value
    return value


def _both(tokens: list[str]) -> bool:
    value = _one(tokens)
    while tokens and tokens[0] == "AND":
        tokens.pop(0)
        value = _one(tokens) and value
    return value


def _one(tokens: list[str]) -> bool:
    match tokens.pop(0) if tokens else "":
        case "NOT":
            return not _one(tokens)
        case "(":
            value = _either(tokens)
            if not tokens or tokens.pop(0) != ")":
                raise RuleNotUnderstood("a parenthesis is open")
            return value
        case "TRUE" | "FALSE" as word:
            return word == "TRUE"
        case word:
            raise RuleNotUnderstood(word or "it ends too early")
