"""An overload: its parameters with their variables, and whether arguments fit."""

import ast
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from athena.duckdb.widening import as_decimal, common
from athena.types import FUNCTION, NUMBERS, UNBOUNDED, ZONED, Type

TEXT_PATTERNS = ("joniregexp", "jsonpath", "codepoints")  # given as varchar


@dataclass(frozen=True)
class Pattern:
    """A parameter's or result's type; `sizes` are numbers or expressions of size variables."""

    base: str
    sizes: tuple[str, ...] = ()
    of: tuple["Pattern", ...] = ()
    variable: bool = False


@dataclass
class Binding:
    """What the variables of a signature stand for; `cost` is how far the arguments were widened."""

    types: dict[str, Type] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    cost: int = 0


@dataclass(frozen=True)
class Signature:
    """One overload. `sql` is its DuckDB template, None where this engine has none.

    `variadic`: the last parameter may come any number of times.
    """

    display: str
    parameters: tuple[Pattern, ...]
    constraints: Mapping[str, str]
    returns: Pattern
    sql: str | None

    @property
    def variadic(self) -> bool:
        if self.sql is None or len(self.parameters) > 1:
            return self.sql is not None and "$*" in self.sql
        return "$*" in self.sql or self.sql in ("!concat", "!extreme", "!map_concat")

    def patterns(self, count: int) -> tuple[Pattern, ...] | None:
        """The parameters for so many arguments; None when there can't be so many."""
        if count == len(self.parameters):
            return self.parameters
        if self.variadic and count > len(self.parameters):
            return self.parameters + self.parameters[-1:] * (count - len(self.parameters))
        return None

    def fits(self, arguments: Sequence[Type]) -> Binding | None:
        """How the arguments bind the variables, lambdas aside; None when they don't fit."""
        patterns = self.patterns(len(arguments))
        binding = Binding()
        if patterns is None:
            return None
        for pattern, type_ in zip(patterns, arguments, strict=True):
            if (pattern.base == "function") != (type_ == FUNCTION):
                return None
            if type_ != FUNCTION and not bind(pattern, type_, binding):
                return None
        return binding if all(self._allowed(*bound) for bound in binding.types.items()) else None

    def _allowed(self, variable: str, type_: Type) -> bool:
        need = self.constraints.get(variable)
        if need == "orderable":
            return type_.orderable
        return need != "comparable" or type_.comparable


def bind(pattern: Pattern, type_: Type, binding: Binding) -> bool:
    """Match a parameter with an argument's type, widening either where Trino would."""
    if pattern.variable:
        known = binding.types.get(pattern.base)
        both = type_ if known is None else common(known, type_)
        if both is None:
            return False
        binding.types[pattern.base] = both
        return True
    if type_.base == "unknown":
        return True
    if pattern.base in TEXT_PATTERNS:
        return type_.base == "varchar"
    if pattern.base != type_.base:
        wider = _widened(pattern, type_, binding)
        return wider is not None and bind(pattern, wider, binding)
    if len(pattern.of) != len(type_.of):
        return False
    for name, size in zip(pattern.sizes, type_.size, strict=False):
        if not name.isdecimal():
            binding.sizes[name] = max(binding.sizes.get(name, 0), size)
        elif size > int(name):
            return False
    return all(bind(p, t, binding) for p, t in zip(pattern.of, type_.of, strict=True))


def _widened(pattern: Pattern, type_: Type, binding: Binding) -> Type | None:
    """The narrowest type of the pattern's kind that the argument widens to."""
    if pattern.base in NUMBERS and type_.base in NUMBERS:
        distance = NUMBERS.index(pattern.base) - NUMBERS.index(type_.base)
        binding.cost += distance
        if distance > 0 and not (type_.base == "decimal" and pattern.base in NUMBERS[:4]):
            return as_decimal(type_) if pattern.base == "decimal" else Type(pattern.base)
    if type_.base == "date" and pattern.base in ("timestamp", ZONED):
        binding.cost += 1 + (pattern.base == ZONED)
        return Type(pattern.base, (0,))
    if type_.base == "timestamp" and pattern.base == ZONED:
        binding.cost += 1
        return Type(ZONED, type_.size)
    return None


def resolved(pattern: Pattern, binding: Binding) -> Type:
    """The type that a pattern stands for once its variables are bound."""
    if pattern.variable:
        return binding.types.get(pattern.base, Type("unknown"))
    if pattern.base in TEXT_PATTERNS:
        return Type("varchar", (UNBOUNDED,))
    sizes = tuple(_calculated(size, binding.sizes) for size in pattern.sizes)
    if pattern.base == "varchar":
        sizes = (min(sizes[0], UNBOUNDED),) if sizes else (UNBOUNDED,)
    of = tuple(resolved(inner, binding) for inner in pattern.of)
    names = (None,) * len(of) if pattern.base == "row" else ()
    return Type(pattern.base, sizes, of, names)


_OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.floordiv,
}


def _calculated(text: str, sizes: Mapping[str, int]) -> int:
    """`min(38, p + 1)`: a result's size. A size nobody bound is that of NULL."""

    def value(node: ast.expr) -> int:
        match node:
            case ast.Constant(value=int(number)):
                return number
            case ast.Name(id=name):
                return sizes.get(name, 0)
            case ast.BinOp(left=left, op=op, right=right):
                return int(_OPERATIONS[type(op)](value(left), value(right)))
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return (max if name == "max" else min)(map(value, arguments))
        raise ValueError(f"{text!r} is no size")

    return value(ast.parse(text, mode="eval").body)
