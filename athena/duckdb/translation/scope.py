"""Names and what they resolve to, as SQL's scopes nest: a subquery sees the columns around it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cached_property

from athena.duckdb.translation.typed import Field, Plan
from athena.sql import tree
from athena.sql.lexer import Span


@dataclass
class Scope:
    """The columns of a FROM clause, and the scope around it; `captured` were found there."""

    fields: tuple[Field, ...] = ()
    outer: "Scope | None" = None
    captured: set[Field] = dataclass_field(default_factory=set)

    def find(self, name: tuple[str, ...], span: Span) -> Field | None:
        """The innermost column of that name; raises AMBIGUOUS_NAME where there are two."""
        found = [field for field in self._named.get(name[-1], ()) if _answers(field, name[:-1])]
        if len(found) > 1:
            what = f"Column '{'.'.join(name)}' is ambiguous"
            raise span.error("AMBIGUOUS_NAME", what)
        if found:
            return found[0]
        around = self.outer.find(name, span) if self.outer else None
        if around:
            self.captured.add(around)
        return around

    @cached_property
    def _named(self) -> Mapping[str | None, Sequence[Field]]:
        named = defaultdict[str | None, list[Field]](list)
        for field in self.fields:
            named[field.name].append(field)
        return named

    def inside(self, fields: tuple[Field, ...]) -> "Scope":
        return Scope(fields, self)


def _answers(field: Field, qualifier: tuple[str, ...]) -> bool:
    return not qualifier or field.qualifier[-len(qualifier) :] == qualifier


def name_of(node: tree.Expression) -> tuple[str, ...]:
    """`a.b.c` as its parts; empty when the expression is no row of names."""
    if isinstance(node, tree.Identifier):
        return (node.name,)
    if isinstance(node, tree.Dereference) and (base := name_of(node.base)):
        return (*base, node.field)
    return ()


def shown_fields(plan: Plan) -> tuple[Field, ...]:
    return tuple(field for field in plan.fields if not field.hidden)
