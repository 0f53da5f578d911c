"""Function calls: which overload is meant, and what it is in DuckDB.

Templates of functions.txt: `$1` an argument, `@1` its wall clock, `$*` all of them, `$r` the result's
type, `$s` a size variable, `#` the depth of lambdas, `$2(x#)` the body of a lambda over these names,
`{{...}}` the aggregate that DISTINCT, ORDER BY, FILTER and OVER belong to, `!name` a function of
special.py.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from athena.duckdb.translation.casts import in_zone, widened
from athena.duckdb.translation.forms import Forms
from athena.duckdb.translation.functions import functions
from athena.duckdb.translation.signatures import (
    Binding,
    Pattern,
    Signature,
    bind,
    resolved,
)
from athena.duckdb.translation.special import SPECIAL, Meaning
from athena.duckdb.translation.typed import Field, Typed, made_of
from athena.duckdb.widening import widens
from athena.errors import unsupported
from athena.sql import tree
from athena.types import FUNCTION, UNKNOWN, ZONED, Type

UNSTABLE = ("random", "rand", "shuffle", "uuid")
FORMS = {"if": (2, 3), "coalesce": (2, 255), "nullif": (2, 2), "try": (1, 1), "format": (2, 255)}
BODY = re.compile(r"\$(\d)\(([^()]*)\)")


@dataclass
class Choice:
    """An overload that fits, with the arguments widened to its parameters."""

    signature: Signature
    binding: Binding
    arguments: list[Typed]


class Calls(Forms):
    """Adds calls; those of aggregates and windows get their clauses in aggregates.py."""

    def on_call(self, node: tree.Call) -> Typed:
        name = node.name.removeprefix("system.builtin.")
        if name in FORMS and not node.over:
            low, high = FORMS[name]
            if not low <= len(node.arguments) <= high:
                what = f"Invalid number of arguments for '{name}' function"
                raise node.span.error("INVALID_FUNCTION_ARGUMENT", what)
            found: Typed = getattr(self, f"form_{name}")(node)
            return found
        known = functions()
        if name in known.foreign:
            raise unsupported(f"the function {name}")
        if name not in known.overloads:
            what = f"Function '{node.name}' not registered"
            raise node.span.error("FUNCTION_NOT_FOUND", what)
        if known.kinds[name] == "window" and node.over is None:
            what = f"Window function system.builtin.{name} requires an OVER clause"
            raise node.span.error("MISSING_OVER", what)
        return self._called(node, name, self._choose(node, name))

    def _choose(self, node: tree.Call, name: str) -> Choice:
        """Trino's choice: an exact overload, else the one that widens least."""
        given = [None if isinstance(a, tree.Lambda) else self.typed(a) for a in node.arguments]
        types = [FUNCTION if value is None else value.type for value in given]
        fitting = [
            (binding.cost, signature, binding)
            for signature in functions().overloads[name]
            if (binding := signature.fits(types)) is not None
        ]
        for _, signature, binding in sorted(fitting, key=lambda found: found[0]):
            if signature.sql is None:
                raise unsupported(f"the function {name}({', '.join(t.signature for t in types)})")
            compared = [variable for variable, need in signature.constraints.items() if need]
            if any(binding.types[variable].holds("map") for variable in compared):
                raise unsupported(f"{name} of maps")
            arguments = self._arguments(node, signature, binding, given)
            if arguments is not None:
                return Choice(signature, binding, arguments)
        shown = ", ".join(type_.signature for type_ in types)
        what = f"Unexpected parameters ({shown}) for function {name}"
        text = f"{what}. Expected: {functions().expected(name)}"
        raise node.span.error("FUNCTION_NOT_FOUND", text)

    def _arguments(
        self,
        node: tree.Call,
        signature: Signature,
        binding: Binding,
        given: Sequence[Typed | None],
    ) -> list[Typed] | None:
        """The arguments as the overload takes them; None when a lambda gives the wrong type."""
        patterns = signature.patterns(len(given)) or ()
        lambdas: dict[int, Typed] = {}
        for place, argument in enumerate(node.arguments):
            if isinstance(argument, tree.Lambda):
                body = self._body(argument, patterns[place], signature, binding, place)
                if body is None:
                    return None
                lambdas[place] = body
        return [
            lambdas[place] if value is None else widened(value, resolved(pattern, binding))
            for place, (value, pattern) in enumerate(zip(given, patterns, strict=True))
        ]

    def _body(
        self,
        node: tree.Lambda,
        pattern: Pattern,
        signature: Signature,
        binding: Binding,
        place: int,
    ) -> Typed | None:
        """A lambda's body; its parameters are the names in the template's `$2(...)`.

        Binds the type variable of its result. That of reduce's state may widen with it: then once more.
        """
        *inputs, result = pattern.of
        if len(node.names) != len(inputs):
            what = (
                f"Expected a lambda that takes {len(inputs)} argument(s) but got {len(node.names)}"
            )
            raise node.span.error("INVALID_PARAMETER_USAGE", what)
        names = self._lambda_names(signature, place) or [f"p{n}" for n in range(len(inputs))]
        before = resolved(result, binding)
        fields = tuple(
            Field(name, resolved(kind, binding), sql)
            for name, kind, sql in zip(node.names, inputs, names, strict=True)
        )
        body = self.inside(fields).typed(node.body)
        if not result.variable:
            return widened(body, before) if widens(body.type, before) else None
        if not bind(result, body.type, binding):
            return None
        after = binding.types[result.base]
        if result in inputs and after != before:
            return self._body(node, pattern, signature, binding, place)
        return widened(body, after)

    def _lambda_names(self, signature: Signature, place: int) -> list[str]:
        depth = str(self.depth + 1)
        for number, names in BODY.findall(signature.sql or ""):
            if int(number) == place + 1:
                return [name.strip().replace("#", depth) for name in names.split(",")]
        return []

    def _called(self, node: tree.Call, name: str, choice: Choice) -> Typed:
        signature, arguments = choice.signature, choice.arguments
        template = signature.sql or ""
        returns = resolved(signature.returns, choice.binding)
        if returns.base == ZONED and arguments and arguments[0].type.base == ZONED:
            returns = Type(ZONED, returns.size, zone=arguments[0].type.zone)
        literals = [value.literal for value in map(self._literal, node.arguments)]
        meaning = Meaning(name, tuple(arguments), tuple(literals), returns, self.session.now)
        if template.startswith("!"):
            found = SPECIAL[template[1:]](meaning)
            sql, returns = found if isinstance(found, tuple) else (found, returns)
        else:
            sql = self._filled(signature, arguments, returns, choice.binding)
        if functions().kinds[name] != "scalar" or node.over or node.where or node.order:
            return self.clauses(node, name, sql, returns, arguments)
        return made_of(f"({sql})", returns, arguments, pure=name not in UNSTABLE)

    def clauses(
        self, node: tree.Call, name: str, sql: str, type_: Type, arguments: list[Typed]
    ) -> Typed:
        """DISTINCT, ORDER BY, FILTER and OVER around an aggregate."""
        raise NotImplementedError

    def _literal(self, node: tree.Expression) -> Typed:
        if isinstance(node, tree.Lambda):
            return Typed("", UNKNOWN)
        return self.typed(node)

    def _filled(
        self, signature: Signature, arguments: list[Typed], returns: Type, binding: Binding
    ) -> str:
        depth = str(self.depth + 1)
        template = BODY.sub(r"$\1", signature.sql or "").replace("{{", "\1").replace("}}", "\2")
        every = ", ".join(argument.sql for argument in arguments)

        def value(match: re.Match[str]) -> str:
            mark, which = match[0][0], match[1]
            if which == "*":
                return every
            if which.isdecimal():
                argument = arguments[int(which) - 1]
                return in_zone(argument.sql, argument.type) if mark == "@" else argument.sql
            return returns.duckdb if which == "r" else str(binding.sizes[which])

        return re.sub(r"[$@](\*|\w)", value, template.replace("#", depth))
