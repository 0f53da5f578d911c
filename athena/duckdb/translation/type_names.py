"""Types as CAST and typed literals name them."""

from athena.errors import unsupported
from athena.sql.tree import TypeName
from athena.types import FOREIGN, Type, UnknownTypeError, named


def named_type(name: TypeName) -> Type:
    """Raises UnknownTypeError, or UnsupportedStatement for one that has no values in DuckDB."""
    sizes = [size for size in name.arguments if isinstance(size, int)]
    inner = [named_type(type_) for type_ in name.arguments if isinstance(type_, TypeName)]
    if name.name in FOREIGN:
        raise unsupported(f"the type {name.name}")
    try:
        return named(name.name, sizes, inner, name.names)
    except UnknownTypeError:
        raise UnknownTypeError(_written(name)) from None


def _written(name: TypeName) -> str:
    """The name as Trino repeats it."""
    inner = [str(part) if isinstance(part, int) else _written(part) for part in name.arguments]
    return f"{name.name}({', '.join(inner)})" if inner else name.name
