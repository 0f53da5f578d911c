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

    def children(self) -> Iterator[Node]:
        """The nodes directly inside, in the order of the text."""
        for value in vars(self).values():
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Node):
                    yield item

    def walk(self) -> Iterator[Node]:
        """This node and all below it, outermost first."""
        yield self
        for child in self.children():
            yield from child.walk()
