"""What all nodes of a syntax tree have: their place in the statement, and the nodes inside."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from athena.sql.lexer import Span


class Name(str):
    """An identifier in lower case, as Trino compares them; `written` is what a result shows."""

    written: str

    def __new__(cls, written: str) -> "Name":
        name = super().__new__(cls, written.lower())
        name.written = written
        return name


@dataclass(frozen=True)
class Node:
    span: Span

    def children(self) -> Iterator["Node"]:
        """The nodes directly inside, in the order of the text."""
        for field in fields(self):
            value = getattr(self, field.name)
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Node):
                    yield item

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, outermost first."""
        yield self
        for child in self.children():
            yield from child.walk()


class Expression(Node):
    """Anything with a value."""


class Relation(Node):
    """Anything that FROM takes."""


class Body(Node):
    """What stands before ORDER BY."""
