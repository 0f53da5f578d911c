"""What every node of a syntax tree has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import dataclass_transform

from athena.sql.lexer import Span


@dataclass_transform(frozen_default=True)
class _Frozen:
    """What derives from it is a frozen dataclass, which sixty decorators would say too.

    Frozen for who checks types: made for each class, the methods take longer to load than the parser.
    """

    def __init_subclass__(cls) -> None:
        dataclass(repr=False, eq=False)(cls)

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({fields})"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))


class Node(_Frozen):
    """A piece of a statement."""

    span: Span

    def children(self) -> list[Node]:
        """The nodes directly inside, in the order of the text."""
        found: list[Node] = []
        for value in vars(self).values():
            if isinstance(value, Node):
                found.append(value)
            elif isinstance(value, tuple):
                found += [item for item in value if isinstance(item, Node)]
        return found

    def walk(self) -> Iterator[Node]:
        """This node and all below it, outermost first."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children())
