"""Names: of columns, and of fields inside rows."""

from athena.duckdb.translation.context import Context, translate
from athena.duckdb.translation.scope import name_of
from athena.duckdb.translation.typed import Field, Typed
from athena.errors import SqlError, unsupported
from athena.quoting import quoted
from athena.sql import tree


@translate.register
def _identifier(node: tree.Identifier, context: Context) -> Typed:
    found = context.scope.find((node.name,), node.span)
    if found is None:
        raise _unresolved(node, node.name)
    return _of_field(found)


@translate.register
def _dereference(node: tree.Dereference, context: Context) -> Typed:
    name = name_of(node)
    if name and (found := context.scope.find(name, node.span)):
        return _of_field(found)
    if name and name_of(node.base) and not _resolves(node.base, context):
        raise _unresolved(node, ".".join(name))
    base = context.typed(node.base)
    if base.type.base != "row":
        what = f"Expression {node.base.span.text} is not of type ROW"
        raise node.span.error("TYPE_MISMATCH", what)
    if node.field not in base.type.names:
        raise _unresolved(node, f"{node.base.span.text}.{node.field}")
    place = base.type.names.index(node.field)
    return base.as_(f"({base.sql}).{quoted(node.field)}", base.type.of[place])


def _resolves(node: tree.Expression, context: Context) -> bool:
    name = name_of(node)
    if context.scope.find(name, node.span):
        return True
    return isinstance(node, tree.Dereference) and _resolves(node.base, context)


def _unresolved(node: tree.Expression, name: str) -> SqlError:
    if name.rpartition(".")[2].startswith("$"):
        return unsupported(f"the hidden column {name}")
    return node.span.error("COLUMN_NOT_FOUND", f"Column '{name}' cannot be resolved")


def _of_field(field: Field) -> Typed:
    return Typed(field.sql, field.type, field.reads, frozenset({field}))
