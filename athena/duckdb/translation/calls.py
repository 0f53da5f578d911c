"""Function calls: which overload is meant, and what it is in DuckDB.

Templates of functions.txt: `$1` an argument, `@1` its wall clock, `$*` all of them, `$r` the result's
type, `$s` a size variable, `#` the depth of lambdas, `$2(x#)` the body of a lambda over these names,
`{{...}}` the aggregate that DISTINCT, ORDER BY, FILTER and OVER belong to, `!name` a function of
special.py.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from athena.duckdb.translation.aggregates import Aggregate, with_clauses
from athena.duckdb.translation.casts import in_zone, widened
from athena.duckdb.translation.conditionals import coalesce, if_, nullif, try_
from athena.duckdb.translation.context import Context, translate
from athena.duckdb.translation.functions.catalogue import functions
from athena.duckdb.translation.functions.printf import printf
from athena.duckdb.translation.functions.signatures import (
    Binding,
    Pattern,
    Signature,
    bind,
    resolved,
)
from athena.duckdb.translation.functions.special import SPECIAL, Meaning
from athena.duckdb.translation.predicates import FLOATS, without_null_inside
from athena.duckdb.translation.typed import Field, Typed, made_of
from athena.duckdb.widening import widens
from athena.errors import unsupported
from athena.sql import tree
from athena.types import FUNCTION, UNKNOWN, VARCHAR, ZONED, Type, array

UNSTABLE = ("random", "rand", "shuffle", "uuid")
NEVER_FAIL = frozenset(  # those that conditions are made of; of any other it isn't known
    "lower upper trim ltrim rtrim length substr substring concat replace reverse strpos starts_with"
    " regexp_like regexp_extract cardinality date_trunc date_diff date_format year month day hour"
    " day_of_week greatest least is_nan is_finite contains array_join map_keys map_values".split()
)
AGGREGATES = re.compile(r"\{\{|\}\}")
DISTINCT = "DISTINCT "
BODY = re.compile(r"\$(\d)\(([^()]*)\)")


@dataclass
class Choice:
    """An overload that fits, with the arguments widened to its parameters."""

    signature: Signature
    binding: Binding
    arguments: list[Typed]


@translate.register
def _call(node: tree.Call, context: Context) -> Typed:
    name = node.name.removeprefix("system.builtin.")
    if name in FORMS and not node.over:
        low, high, form = FORMS[name]
        if not low <= len(node.arguments) <= high:
            what = f"Invalid number of arguments for '{name}' function"
            raise node.span.error("INVALID_FUNCTION_ARGUMENT", what)
        return form(node, context)
    known = functions()
    if name in known.foreign:
        raise unsupported(f"the function {name}")
    if name not in known.overloads:
        what = f"Function '{node.name}' not registered"
        raise node.span.error("FUNCTION_NOT_FOUND", what)
    if known.kinds[name] == "window" and node.over is None:
        what = f"Window function system.builtin.{name} requires an OVER clause"
        raise node.span.error("MISSING_OVER", what)
    return _called(node, context, name, choose(node, context, name))


def choose(node: tree.Call, context: Context, name: str) -> Choice:
    """Trino's choice: an exact overload, else the one that widens least."""
    given = [None if isinstance(a, tree.Lambda) else context.typed(a) for a in node.arguments]
    types = [FUNCTION if value is None else value.type for value in given]
    if name == "concat" and ({UNKNOWN, VARCHAR} <= set(types) or array(UNKNOWN) in types):
        raise unsupported("concat of NULL or an empty array")  # Trino can't choose
    fitting = [
        (binding.cost, signature, binding)
        for signature in functions().overloads[name]
        if (binding := signature.fits(types)) is not None
    ]
    if UNKNOWN in types and len(fitting) > 1 and functions().kinds[name] == "aggregate":
        raise unsupported(f"{name} of NULL")  # nor here
    for _, signature, binding in sorted(fitting, key=lambda found: found[0]):
        if signature.sql is None:
            raise unsupported(f"the function {name}({', '.join(t.signature for t in types)})")
        compared = [variable for variable, need in signature.constraints.items() if need]
        if any(binding.types[variable].holds("map") for variable in compared):
            raise unsupported(f"{name} of maps")
        arguments = _arguments(node, context, signature, binding, given)
        if arguments is not None:
            return Choice(signature, binding, arguments)
    shown = ", ".join(type_.signature for type_ in types)
    what = f"Unexpected parameters ({shown}) for function {name}"
    text = f"{what}. Expected: {functions().expected(name)}"
    raise node.span.error("FUNCTION_NOT_FOUND", text)


def _arguments(
    node: tree.Call,
    context: Context,
    signature: Signature,
    binding: Binding,
    given: Sequence[Typed | None],
) -> list[Typed] | None:
    """The arguments as the overload takes them; None when a lambda gives the wrong type."""
    patterns = signature.patterns(len(given)) or ()
    lambdas: dict[int, Typed] = {}
    for place, argument in enumerate(node.arguments):
        if isinstance(argument, tree.Lambda):
            body = _body(argument, context, patterns[place], signature, binding, place)
            if body is None:
                return None
            lambdas[place] = body
    return [
        lambdas[place] if value is None else widened(value, resolved(pattern, binding))
        for place, (value, pattern) in enumerate(zip(given, patterns, strict=True))
    ]


def _body(
    node: tree.Lambda,
    context: Context,
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
        what = f"Expected a lambda that takes {len(inputs)} argument(s) but got {len(node.names)}"
        raise node.span.error("INVALID_PARAMETER_USAGE", what)
    names = _lambda_names(signature, place, context.depth + 1) or [
        f"p{n}" for n in range(len(inputs))
    ]
    before = resolved(result, binding)
    fields = tuple(
        Field(name, resolved(kind, binding), sql)
        for name, kind, sql in zip(node.names, inputs, names, strict=True)
    )
    body = context.inside(fields, lambdas=1).typed(node.body)
    if not result.variable:
        return widened(body, before) if widens(body.type, before) else None
    if not bind(result, body.type, binding):
        return None
    after = binding.types[result.base]
    if result in inputs and after != before:
        return _body(node, context, pattern, signature, binding, place)
    return widened(body, after)


def _lambda_names(signature: Signature, place: int, depth: int) -> list[str]:
    for number, names in BODY.findall(signature.sql or ""):
        if int(number) == place + 1:
            return [name.strip().replace("#", str(depth)) for name in names.split(",")]
    return []


def _called(node: tree.Call, context: Context, name: str, choice: Choice) -> Typed:
    choice.arguments = _ordered(name, choice)
    signature, arguments = choice.signature, choice.arguments
    template = signature.sql or ""
    returns = resolved(signature.returns, choice.binding)
    if returns.base == ZONED and arguments and arguments[0].type.base == ZONED:
        returns = Type(ZONED, returns.size, zone=arguments[0].type.zone)
    literals = [
        None if isinstance(a, tree.Lambda) else context.typed(a).literal for a in node.arguments
    ]
    meaning = Meaning(name, tuple(arguments), tuple(literals), returns, context.session.now)
    if template.startswith("!"):
        found = SPECIAL[template[1:]](meaning)
        sql, returns = found if isinstance(found, tuple) else (found, returns)
        pieces: list[str | Aggregate] = [sql]
    else:
        pieces = _pieces(choice, returns, context.depth + 1)
    if functions().kinds[name] != "scalar" or node.over or node.where or node.order:
        return with_clauses(node, context, name, pieces, returns, arguments)
    sql = "".join(piece for piece in pieces if isinstance(piece, str))
    fails = name not in NEVER_FAIL
    return made_of(f"({sql})", returns, arguments, pure=name not in UNSTABLE, fails=fails)


def _ordered(name: str, choice: Choice) -> list[Typed]:
    """The arguments; of those that are put in order, what Trino orders otherwise is refused."""
    arguments = []
    patterns = choice.signature.patterns(len(choice.arguments)) or ()
    for pattern, argument in zip(patterns, choice.arguments, strict=True):
        sql, type_ = argument.sql, argument.type
        if choice.signature.constraints.get(pattern.base) == "orderable":
            if type_.of:
                sql = without_null_inside(sql, type_)
            elif type_.base in FLOATS and name in ("max", "max_by"):
                sql = f"trino_without_nan({sql}, '{name}')"
        arguments.append(argument if sql == argument.sql else argument.as_(sql, type_))
    return arguments


def _pieces(choice: Choice, returns: Type, depth: int) -> list[str | Aggregate]:
    """The template, filled; its aggregates apart."""
    template = BODY.sub(r"$\1", choice.signature.sql or "").replace("#", str(depth))
    pieces: list[str | Aggregate] = []
    for place, piece in enumerate(AGGREGATES.split(template)):
        if place % 2:
            function, _, inside = piece.removesuffix(")").partition("(")
            arguments = _filled(inside.removeprefix(DISTINCT), choice, returns)
            pieces.append(Aggregate(function, arguments, inside.startswith(DISTINCT)))
        else:
            pieces.append(_filled(piece, choice, returns))
    return pieces


def _filled(template: str, choice: Choice, returns: Type) -> str:
    arguments = choice.arguments
    every = ", ".join(argument.sql for argument in arguments)

    def value(match: re.Match[str]) -> str:
        mark, which = match[0][0], match[1]
        if which == "*":
            return every
        if which.isdecimal():
            argument = arguments[int(which) - 1]
            return in_zone(argument.sql, argument.type) if mark == "@" else argument.sql
        return returns.duckdb if which == "r" else str(choice.binding.sizes[which])

    return re.sub(r"[$@](\*|\w)", value, template)


@translate.register
def _extract(node: tree.Extract, context: Context) -> Typed:
    """`EXTRACT(YEAR FROM x)` is year(x)."""
    return _call(tree.Call(node.span, node.field.lower(), (node.value,)), context)


@translate.register
def _lambda(node: tree.Lambda, context: Context) -> Typed:
    what = "Lambda expression should always be used inside a function"
    raise node.span.error("TYPE_MISMATCH", what)


def _format(node: tree.Call, context: Context) -> Typed:
    pattern, *values = context.all_typed(node.arguments)
    if pattern.literal is None:
        raise unsupported("a format that is no string literal")
    sql = printf(pattern.literal, values)
    return made_of(sql, VARCHAR, (pattern, *values))


# No functions to Trino: the least and the greatest number of arguments, and the rule.
FORMS: dict[str, tuple[int, int, Callable[[tree.Call, Context], Typed]]] = {
    "if": (2, 3, if_),
    "coalesce": (2, 255, coalesce),
    "nullif": (2, 2, nullif),
    "try": (1, 1, try_),
    "format": (2, 255, _format),
}
